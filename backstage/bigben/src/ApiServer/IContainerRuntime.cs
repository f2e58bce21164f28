namespace BigBen.ApiServer;

/// <summary>
/// The containers that run: the kubelet's side of <c>pods/exec</c>, <c>pods/attach</c> and <c>pods/portforward</c>.
/// </summary>
internal interface IContainerRuntime
{
    /// <summary>Finds a container that runs.</summary>
    /// <param name="pod">Its pod.</param>
    /// <param name="container">Its name; null for whichever of the pod's runs.</param>
    /// <returns>Its present run; null where there is none.</returns>
    IRunningContainer? Find(JsonElement pod, string? container);
}
