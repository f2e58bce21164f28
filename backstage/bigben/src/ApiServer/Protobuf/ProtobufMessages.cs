namespace BigBen.ApiServer.Protobuf;

/// <summary>
/// The messages that kubectl, Helm and k9s send in protobuf whatever a server says it can read, from Kubernetes' own <c>generated.proto</c>
/// files. A field is its number, name and type: <c>*</c> a list, <c>{}</c> a map, <c>?</c> a pointer in Go, which is there even where it is
/// empty; the fields of one that is called <c>-</c> stand beside its own in JSON.
/// </summary>
internal static class ProtobufMessages
{
    private const string Text =
        """
        Unknown: 1 typeMeta TypeMeta, 2 raw bytes, 3 contentEncoding string, 4 contentType string
        TypeMeta: 1 apiVersion string, 2 kind string
        ObjectMeta: 1 name string, 2 generateName string, 3 namespace string, 4 selfLink string, 5 uid string, 6 resourceVersion string
        ObjectMeta: 7 generation int, 8 creationTimestamp Time, 9 deletionTimestamp Time, 10 deletionGracePeriodSeconds int?
        ObjectMeta: 11 labels string{}, 12 annotations string{}, 13 ownerReferences OwnerReference*, 14 finalizers string*
        ObjectMeta: 17 managedFields ManagedFieldsEntry*
        OwnerReference: 5 apiVersion string, 1 kind string, 3 name string, 4 uid string, 6 controller bool?, 7 blockOwnerDeletion bool?
        ManagedFieldsEntry: 1 manager string, 2 operation string, 3 apiVersion string, 4 time Time, 6 fieldsType string, 7 fieldsV1 FieldsV1
        ManagedFieldsEntry: 8 subresource string
        DeleteOptions: 1 gracePeriodSeconds int?, 2 preconditions Preconditions?, 3 orphanDependents bool?, 4 propagationPolicy string?
        DeleteOptions: 5 dryRun string*, 6 ignoreStoreReadErrorWithClusterBreakingPotential bool?
        Preconditions: 1 uid string?, 2 resourceVersion string?
        Eviction: 1 metadata ObjectMeta, 2 deleteOptions DeleteOptions?
        ConfigMap: 1 metadata ObjectMeta, 4 immutable bool?, 2 data string{}, 3 binaryData bytes{}
        Secret: 1 metadata ObjectMeta, 5 immutable bool?, 2 data bytes{}, 4 stringData string{}, 3 type string
        Namespace: 1 metadata ObjectMeta, 2 spec NamespaceSpec, 3 status NamespaceStatus
        NamespaceSpec: 1 finalizers string*
        NamespaceStatus: 1 phase string
        ServiceAccount: 1 metadata ObjectMeta, 2 secrets ObjectReference*, 3 imagePullSecrets LocalObjectReference*
        ServiceAccount: 4 automountServiceAccountToken bool?
        ObjectReference: 1 kind string, 2 namespace string, 3 name string, 4 uid string, 5 apiVersion string, 6 resourceVersion string
        ObjectReference: 7 fieldPath string
        LocalObjectReference: 1 name string
        SelfSubjectReview: 1 metadata ObjectMeta, 2 status Nothing
        TokenReview: 1 metadata ObjectMeta, 2 spec TokenReviewSpec, 3 status Nothing
        TokenReviewSpec: 1 token string, 2 audiences string*
        SelfSubjectAccessReview: 1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec, 3 status Nothing
        SelfSubjectAccessReviewSpec: 1 resourceAttributes ResourceAttributes?, 2 nonResourceAttributes NonResourceAttributes?
        ResourceAttributes: 1 namespace string, 2 verb string, 3 group string, 4 version string, 5 resource string, 6 subresource string
        ResourceAttributes: 7 name string, 8 fieldSelector SelectorAttributes?, 9 labelSelector SelectorAttributes?
        SelectorAttributes: 1 rawSelector string, 2 requirements SelectorRequirement*
        SelectorRequirement: 1 key string, 2 operator string, 3 values string*
        NonResourceAttributes: 1 path string, 2 verb string
        SubjectAccessReview: 1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec, 3 status Nothing
        LocalSubjectAccessReview: 1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec, 3 status Nothing
        SubjectAccessReviewSpec: 1 resourceAttributes ResourceAttributes?, 2 nonResourceAttributes NonResourceAttributes?
        SubjectAccessReviewSpec: 3 user string, 4 groups string*, 5 extra ExtraValue{}, 6 uid string
        ExtraValue: 1 items string*
        SelfSubjectRulesReview: 1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec, 3 status Nothing
        SelfSubjectRulesReviewSpec: 1 namespace string
        Deployment: 1 metadata ObjectMeta, 2 spec DeploymentSpec, 3 status Nothing
        DeploymentSpec: 1 replicas int?, 2 selector LabelSelector?, 3 template PodTemplateSpec, 4 strategy DeploymentStrategy
        DeploymentSpec: 5 minReadySeconds int, 6 revisionHistoryLimit int?, 7 paused bool, 9 progressDeadlineSeconds int?
        DeploymentStrategy: 1 type string, 2 rollingUpdate RollingUpdateDeployment?
        RollingUpdateDeployment: 1 maxUnavailable IntOrString?, 2 maxSurge IntOrString?
        LabelSelector: 1 matchLabels string{}, 2 matchExpressions LabelSelectorRequirement*
        LabelSelectorRequirement: 1 key string, 2 operator string, 3 values string*
        Pod: 1 metadata ObjectMeta, 2 spec PodSpec, 3 status Nothing
        PodTemplateSpec: 1 metadata ObjectMeta, 2 spec PodSpec
        PodSpec: 1 volumes Volume*, 14 securityContext PodSecurityContext?, 15 imagePullSecrets LocalObjectReference*
        PodSpec: 20 initContainers Container*, 21 automountServiceAccountToken bool?, 22 tolerations Toleration*
        PodSpec: 30 enableServiceLinks bool?
        PodSpec: 2 containers Container*, 3 restartPolicy string, 4 terminationGracePeriodSeconds int?, 6 dnsPolicy string
        PodSpec: 7 nodeSelector string{}, 8 serviceAccountName string, 9 serviceAccount string, 10 nodeName string
        PodSpec: 11 hostNetwork bool, 12 hostPID bool, 13 hostIPC bool, 16 hostname string, 17 subdomain string, 19 schedulerName string
        PodSpec: 24 priorityClassName string
        Container: 1 name string, 2 image string, 3 command string*, 4 args string*, 5 workingDir string, 6 ports ContainerPort*
        Container: 7 env EnvVar*, 9 volumeMounts VolumeMount*, 15 securityContext SecurityContext?, 19 envFrom EnvFromSource*
        Container: 24 restartPolicy string?
        Container: 8 resources ResourceRequirements, 13 terminationMessagePath string, 14 imagePullPolicy string
        Container: 16 stdin bool, 17 stdinOnce bool, 18 tty bool, 20 terminationMessagePolicy string
        ResourceRequirements: 1 limits Quantity{}, 2 requests Quantity{}
        Quantity: 1 string string
        ContainerPort: 1 name string, 2 hostPort int, 3 containerPort int, 4 protocol string, 5 hostIP string
        EnvVar: 1 name string, 2 value string, 3 valueFrom EnvVarSource?
        EnvVarSource: 1 fieldRef ObjectFieldSelector?, 2 resourceFieldRef ResourceFieldSelector?, 3 configMapKeyRef KeySelector?
        EnvVarSource: 4 secretKeyRef KeySelector?
        ObjectFieldSelector: 1 apiVersion string, 2 fieldPath string
        ResourceFieldSelector: 1 containerName string, 2 resource string, 3 divisor Quantity
        KeySelector: 1 - LocalObjectReference, 2 key string, 3 optional bool?
        EnvFromSource: 1 prefix string, 2 configMapRef EnvSource?, 3 secretRef EnvSource?
        EnvSource: 1 - LocalObjectReference, 2 optional bool?
        VolumeMount: 1 name string, 2 readOnly bool, 3 mountPath string, 4 subPath string, 5 mountPropagation string?
        VolumeMount: 6 subPathExpr string
        SecurityContext: 1 capabilities Capabilities?, 2 privileged bool?, 4 runAsUser int?, 5 runAsNonRoot bool?
        SecurityContext: 6 readOnlyRootFilesystem bool?, 7 allowPrivilegeEscalation bool?, 8 runAsGroup int?
        SecurityContext: 11 seccompProfile SeccompProfile?
        Capabilities: 1 add string*, 2 drop string*
        SeccompProfile: 1 type string, 2 localhostProfile string?
        PodSecurityContext: 2 runAsUser int?, 3 runAsNonRoot bool?, 4 supplementalGroups int*, 5 fsGroup int?, 6 runAsGroup int?
        PodSecurityContext: 9 fsGroupChangePolicy string?, 10 seccompProfile SeccompProfile?
        Toleration: 1 key string, 2 operator string, 3 value string, 4 effect string, 5 tolerationSeconds int?
        Volume: 1 name string, 2 - VolumeSource
        VolumeSource: 1 hostPath HostPathVolumeSource?, 2 emptyDir EmptyDirVolumeSource?, 6 secret SecretVolumeSource?
        VolumeSource: 10 persistentVolumeClaim PersistentVolumeClaimVolumeSource?, 19 configMap ConfigMapVolumeSource?
        HostPathVolumeSource: 1 path string, 2 type string?
        EmptyDirVolumeSource: 1 medium string, 2 sizeLimit Quantity?
        SecretVolumeSource: 1 secretName string, 2 items KeyToPath*, 3 defaultMode int?, 4 optional bool?
        ConfigMapVolumeSource: 1 - LocalObjectReference, 2 items KeyToPath*, 3 defaultMode int?, 4 optional bool?
        KeyToPath: 1 key string, 2 path string, 3 mode int?
        PersistentVolumeClaimVolumeSource: 1 claimName string, 2 readOnly bool
        Job: 1 metadata ObjectMeta, 2 spec JobSpec, 3 status Nothing
        JobSpec: 1 parallelism int?, 2 completions int?, 3 activeDeadlineSeconds int?, 4 selector LabelSelector?, 5 manualSelector bool?
        JobSpec: 6 template PodTemplateSpec, 7 backoffLimit int?, 8 ttlSecondsAfterFinished int?, 9 completionMode string?, 10 suspend bool?
        JobSpec: 12 backoffLimitPerIndex int?, 13 maxFailedIndexes int?, 14 podReplacementPolicy string?, 15 managedBy string?
        CronJob: 1 metadata ObjectMeta, 2 spec CronJobSpec, 3 status Nothing
        CronJobSpec: 1 schedule string, 2 startingDeadlineSeconds int?, 3 concurrencyPolicy string, 4 suspend bool?
        CronJobSpec: 5 jobTemplate JobTemplateSpec, 6 successfulJobsHistoryLimit int?, 7 failedJobsHistoryLimit int?, 8 timeZone string?
        JobTemplateSpec: 1 metadata ObjectMeta, 2 spec JobSpec
        Service: 1 metadata ObjectMeta, 2 spec ServiceSpec, 3 status Nothing
        ServiceSpec: 1 ports ServicePort*, 2 selector string{}, 3 clusterIP string, 4 type string, 5 externalIPs string*
        ServiceSpec: 7 sessionAffinity string, 8 loadBalancerIP string, 9 loadBalancerSourceRanges string*, 10 externalName string
        ServiceSpec: 11 externalTrafficPolicy string, 12 healthCheckNodePort int, 13 publishNotReadyAddresses bool
        ServiceSpec: 17 ipFamilyPolicy string?, 18 clusterIPs string*, 19 ipFamilies string*, 20 allocateLoadBalancerNodePorts bool?
        ServiceSpec: 21 loadBalancerClass string?, 22 internalTrafficPolicy string?, 23 trafficDistribution string?
        ServicePort: 1 name string, 2 protocol string, 3 port int, 4 targetPort IntOrString, 5 nodePort int, 6 appProtocol string?
        IntOrString: 1 type int, 2 intVal int, 3 strVal string
        Ingress: 1 metadata ObjectMeta, 2 spec IngressSpec, 3 status Nothing
        IngressSpec: 1 defaultBackend IngressBackend?, 2 tls IngressTLS*, 3 rules IngressRule*, 4 ingressClassName string?
        IngressTLS: 1 hosts string*, 2 secretName string
        IngressRule: 1 host string, 2 - IngressRuleValue
        IngressRuleValue: 1 http HTTPIngressRuleValue?
        HTTPIngressRuleValue: 1 paths HTTPIngressPath*
        HTTPIngressPath: 1 path string, 2 backend IngressBackend, 3 pathType string?
        IngressBackend: 3 resource TypedLocalObjectReference?, 4 service IngressServiceBackend?
        TypedLocalObjectReference: 1 apiGroup string?, 2 kind string, 3 name string
        IngressServiceBackend: 1 name string, 2 port ServiceBackendPort
        ServiceBackendPort: 1 name string, 2 number int
        NetworkPolicy: 1 metadata ObjectMeta, 2 spec NetworkPolicySpec
        NetworkPolicySpec: 1 podSelector LabelSelector?, 2 ingress NetworkPolicyIngressRule*, 3 egress NetworkPolicyEgressRule*
        NetworkPolicySpec: 4 policyTypes string*
        NetworkPolicyIngressRule: 1 ports NetworkPolicyPort*, 2 from NetworkPolicyPeer*
        NetworkPolicyEgressRule: 1 ports NetworkPolicyPort*, 2 to NetworkPolicyPeer*
        NetworkPolicyPort: 1 protocol string?, 2 port IntOrString?, 3 endPort int?
        NetworkPolicyPeer: 1 podSelector LabelSelector?, 2 namespaceSelector LabelSelector?, 3 ipBlock IPBlock?
        IPBlock: 1 cidr string, 2 except string*
        PodDisruptionBudget: 1 metadata ObjectMeta, 2 spec PodDisruptionBudgetSpec, 3 status Nothing
        PodDisruptionBudgetSpec: 1 minAvailable IntOrString?, 2 selector LabelSelector?, 3 maxUnavailable IntOrString?
        PodDisruptionBudgetSpec: 4 unhealthyPodEvictionPolicy string?
        HorizontalPodAutoscaler: 1 metadata ObjectMeta, 2 spec HorizontalPodAutoscalerSpec, 3 status Nothing
        HorizontalPodAutoscalerSpec: 1 scaleTargetRef CrossVersionObjectReference, 2 minReplicas int?, 3 maxReplicas int
        HorizontalPodAutoscalerSpec: 4 metrics MetricSpec*
        CrossVersionObjectReference: 1 kind string, 2 name string, 3 apiVersion string
        MetricSpec: 1 type string, 4 resource ResourceMetricSource?
        ResourceMetricSource: 1 name string, 2 target MetricTarget
        MetricTarget: 1 type string, 4 averageUtilization int?
        """;

    private static readonly Dictionary<string, Dictionary<int, ProtobufField>> Messages = Text
        .Split('\n')
        .Select(line => line.Split(": "))
        .GroupBy(line => line[0], line => line[1])
        .ToDictionary(message => message.Key, message => message.SelectMany(fields => fields.Split(", ")).Select(Field).ToDictionary());

    /// <summary>The fields of a message by number; null where it is not known.</summary>
    public static IReadOnlyDictionary<int, ProtobufField>? Find(string message) => Messages.GetValueOrDefault(message);

    private static KeyValuePair<int, ProtobufField> Field(string text)
    {
        var parts = text.Trim().Split(' ');
        var form = parts[2] switch
        {
            [.., '*'] => ProtobufForm.List,
            [.., '{', '}'] => ProtobufForm.Map,
            [.., '?'] => ProtobufForm.Optional,
            _ => ProtobufForm.Plain,
        };
        return KeyValuePair.Create(
            int.Parse(parts[0], CultureInfo.InvariantCulture), new ProtobufField(parts[1], parts[2].TrimEnd('*', '{', '}', '?'), form));
    }
}
