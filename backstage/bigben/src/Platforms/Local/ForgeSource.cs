using BigBen.ArgoCd.Sources;
using BigBen.Git;

namespace BigBen.Platforms.Local;

/// <summary>Applications are read from the forge.</summary>
/// <param name="forge">The forge.</param>
/// <param name="url">What Applications call it; its folder on this machine by default.</param>
internal sealed class ForgeSource(ForgeRepository forge, string? url = null)
    : GitSource(forge.Git, url ?? new Uri(forge.Path).AbsoluteUri);
