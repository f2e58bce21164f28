namespace BigBen.Manifests.Specs;

/// <summary>What part a container has in its pod.</summary>
internal enum ContainerRole
{
    /// <summary>One of <c>containers</c>: they run beside each other.</summary>
    Regular,

    /// <summary>One of <c>initContainers</c> that has to succeed before the next one is started.</summary>
    Init,

    /// <summary>One of <c>initContainers</c> with the restart policy Always: it runs until the regular ones have ended.</summary>
    Sidecar,
}
