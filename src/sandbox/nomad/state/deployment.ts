export type Deployment = {
  readonly ID: string;
  readonly Namespace: string;
  readonly JobID: string;
  readonly JobVersion: number;
  readonly JobModifyIndex: number;
  readonly JobCreateIndex: number;
  readonly IsMultiregion: false;
  readonly Status: 'running' | 'successful' | 'failed' | 'cancelled';
  readonly StatusDescription: string;
  readonly TaskGroups: Readonly<Record<string, Progress>>;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
};

export type Progress = {
  readonly DesiredTotal: number;
  readonly DesiredCanaries: 0;
  readonly PlacedAllocs: number;
  readonly HealthyAllocs: number;
  readonly UnhealthyAllocs: number;
  readonly AutoRevert: boolean;
  readonly Promoted: false;
};
