type Named = { readonly name: string };

type Meta = Named & {
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly object[];
  readonly managedFields: readonly { readonly fieldsV1: Readonly<Record<string, object>> }[];
  readonly continue: string;
  readonly remainingItemCount?: number;
};

type ContainerStatus = {
  readonly state: { readonly waiting?: { readonly reason: string; readonly message: string } };
};

type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
};

type Status = {
  readonly phase: string;
  readonly podIP: string;
  readonly allowed: boolean;
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly readyReplicas?: number;
  readonly currentReplicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly currentRevision: string;
  readonly updateRevision: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
};

type Spec = {
  readonly replicas: number;
  readonly clusterIP: string;
  readonly nodeName: string;
  readonly containers: readonly { readonly image: string }[];
  readonly ports: readonly (Named & { readonly port: number })[];
};

/** What an answer may hold, as far as tests look into it. What is not there is undefined all the same. */
export type Body = {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: Meta;
  readonly code: number;
  readonly message: string;
  readonly details: {
    readonly causes: readonly { readonly reason: string; readonly field: string }[];
  };
  readonly items: readonly Body[];
  readonly data: Readonly<Record<string, string>>;
  readonly stringData?: object;
  readonly spec: Spec;
  readonly status: Status;
  readonly gitVersion: string;
  readonly groups: readonly Named[];
  readonly resources: readonly Named[];
  readonly columnDefinitions: readonly Named[];
  readonly rows: readonly { readonly cells: readonly (string | number)[] }[];
  readonly subsets?: readonly { readonly addresses?: readonly { readonly ip: string }[] }[];
};

export type WatchEvent = { readonly type: string; readonly object: Body };
