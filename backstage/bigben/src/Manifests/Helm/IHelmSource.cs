namespace BigBen.Manifests.Helm;

/// <summary>A place that Helm can be obtained from.</summary>
internal interface IHelmSource
{
    /// <summary>The place, as a person would name it.</summary>
    string Name { get; }

    /// <summary>Writes Helm's program, its checksum verified, to <paramref name="program"/>.</summary>
    /// <exception cref="PlatformException">It cannot be had from here, or its checksum is not the pinned one.</exception>
    Task FetchAsync(string program, CancellationToken cancellationToken);
}
