/**
 * The fields of a type in the order of their numbers in protobuf, `-` where a number is not used: of the types that
 * kubectl sends in this form. @see https://github.com/kubernetes/api (the `generated.proto` of each group)
 */
export const numbers: Readonly<Record<string, string>> = {
  V1ObjectMeta:
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences finalizers - - managedFields',
  V1OwnerReference: 'kind - name uid apiVersion controller blockOwnerDeletion',
  V1LabelSelector: 'matchLabels matchExpressions',
  V1LabelSelectorRequirement: 'key operator values',
  V1Namespace: 'metadata spec status',
  V1NamespaceSpec: 'finalizers',
  V1NamespaceStatus: 'phase conditions',
  V1ConfigMap: 'metadata data binaryData immutable',
  V1Secret: 'metadata data type stringData immutable',
  V1ServiceAccount: 'metadata secrets imagePullSecrets automountServiceAccountToken',
  V1LocalObjectReference: 'name',
  V1ObjectReference: 'kind namespace name uid apiVersion resourceVersion fieldPath',
  V1Service: 'metadata spec status',
  V1ServiceSpec:
    'ports selector clusterIP type externalIPs - sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig - - ipFamilyPolicy clusterIPs ipFamilies allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution',
  V1ServicePort: 'name protocol port targetPort nodePort appProtocol',
  V1ServiceStatus: 'loadBalancer conditions',
  V1LoadBalancerStatus: 'ingress',
  V1PodTemplateSpec: 'metadata spec',
  V1PodSpec:
    'volumes containers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount nodeName hostNetwork hostPID hostIPC securityContext imagePullSecrets hostname subdomain affinity schedulerName initContainers automountServiceAccountToken tolerations hostAliases priorityClassName priority dnsConfig shareProcessNamespace readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints ephemeralContainers setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources hostnameOverride - schedulingGroup',
  V1PodSecurityContext:
    'seLinuxOptions runAsUser runAsNonRoot supplementalGroups fsGroup runAsGroup sysctls windowsOptions fsGroupChangePolicy seccompProfile appArmorProfile supplementalGroupsPolicy seLinuxChangePolicy',
  V1Container:
    'name image command args workingDir ports env resources volumeMounts livenessProbe readinessProbe lifecycle terminationMessagePath imagePullPolicy securityContext stdin stdinOnce tty envFrom terminationMessagePolicy volumeDevices startupProbe resizePolicy restartPolicy restartPolicyRules',
  V1ContainerPort: 'name hostPort containerPort protocol hostIP',
  V1EnvVar: 'name value valueFrom',
  V1ResourceRequirements: 'limits requests claims',
  V1Deployment: 'metadata spec status',
  V1DeploymentSpec:
    'replicas selector template strategy minReadySeconds revisionHistoryLimit paused - progressDeadlineSeconds',
  V1DeploymentStrategy: 'type rollingUpdate',
  V1RollingUpdateDeployment: 'maxUnavailable maxSurge',
  V1Job: 'metadata spec status',
  V1JobSpec:
    'parallelism completions activeDeadlineSeconds selector manualSelector template backoffLimit ttlSecondsAfterFinished completionMode suspend podFailurePolicy backoffLimitPerIndex maxFailedIndexes podReplacementPolicy managedBy successPolicy',
  V1PolicyRule: 'verbs apiGroups resources resourceNames nonResourceURLs',
  V1Role: 'metadata rules',
  V1RoleBinding: 'metadata subjects roleRef',
  V1ClusterRole: 'metadata rules aggregationRule',
  V1ClusterRoleBinding: 'metadata subjects roleRef',
  RbacV1Subject: 'kind apiGroup name namespace',
  V1RoleRef: 'apiGroup kind name',
  V1SelfSubjectAccessReview: 'metadata spec status',
  V1SelfSubjectAccessReviewSpec: 'resourceAttributes nonResourceAttributes',
  V1SubjectAccessReviewStatus: 'allowed reason evaluationError denied',
  V1ResourceAttributes:
    'namespace verb group version resource subresource name fieldSelector labelSelector',
  V1NonResourceAttributes: 'path verb',
  V1SelfSubjectRulesReview: 'metadata spec status',
  V1SelfSubjectRulesReviewSpec: 'namespace',
  V1SubjectRulesReviewStatus: 'resourceRules nonResourceRules incomplete evaluationError',
  V1PodDisruptionBudget: 'metadata spec status',
  V1PodDisruptionBudgetSpec: 'minAvailable selector maxUnavailable unhealthyPodEvictionPolicy',
  V1DeploymentStatus:
    'observedGeneration replicas updatedReplicas availableReplicas unavailableReplicas conditions readyReplicas collisionCount terminatingReplicas',
  V1JobStatus:
    'conditions startTime completionTime active succeeded failed completedIndexes uncountedTerminatedPods ready failedIndexes terminating',
  V1PodDisruptionBudgetStatus:
    'observedGeneration disruptedPods disruptionsAllowed currentHealthy desiredHealthy expectedPods conditions',
};
