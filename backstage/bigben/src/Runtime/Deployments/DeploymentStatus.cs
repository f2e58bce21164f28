using BigBen.Manifests;

namespace BigBen.Runtime;

/// <summary>A Deployment at one moment; the counts are those of a Kubernetes Deployment's status.</summary>
/// <param name="Key">The Deployment.</param>
/// <param name="Generation">How many times what it asks for has changed, from 1.</param>
/// <param name="ObservedGeneration">The generation that the counts belong to.</param>
/// <param name="Desired">How many replicas it asks for, or its HorizontalPodAutoscaler does.</param>
/// <param name="Replicas">How many pods there are that are not being ended.</param>
/// <param name="Updated">How many of them are of the newest template.</param>
/// <param name="Ready">How many are ready.</param>
/// <param name="Available">How many have been ready for minReadySeconds.</param>
/// <param name="Unavailable">How many are missing or not available.</param>
/// <param name="IsComplete">Whether every replica is of the newest template and available, and no older one is left.</param>
/// <param name="ProgressDeadlineExceeded">Whether the rollout has come no further for progressDeadlineSeconds.</param>
/// <param name="Reason">
/// <c>NewReplicaSetAvailable</c>, <c>ReplicaSetUpdated</c>, <c>MinimumReplicasUnavailable</c> or <c>ProgressDeadlineExceeded</c>.
/// </param>
/// <param name="Message">How it stands, in words, with what keeps pods from being ready.</param>
public sealed record DeploymentStatus(
    ObjectKey Key,
    long Generation,
    long ObservedGeneration,
    int Desired,
    int Replicas,
    int Updated,
    int Ready,
    int Available,
    int Unavailable,
    bool IsComplete,
    bool ProgressDeadlineExceeded,
    string Reason,
    string Message);

/// <summary>A ReplicaSet at one moment: the pods of one template of a Deployment.</summary>
/// <param name="Key">The ReplicaSet; its name is the Deployment's and the template's hash.</param>
/// <param name="Deployment">The Deployment's name.</param>
/// <param name="Hash">The hash of the template.</param>
/// <param name="Image">The image of the template.</param>
/// <param name="IsCurrent">Whether this is the newest template.</param>
/// <param name="Desired">How many pods it is to have now.</param>
/// <param name="Ready">How many are ready.</param>
/// <param name="Available">How many are available.</param>
public sealed record ReplicaSetStatus(
    ObjectKey Key, string Deployment, string Hash, string Image, bool IsCurrent, int Desired, int Ready, int Available);
