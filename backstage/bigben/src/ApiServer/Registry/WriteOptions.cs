namespace BigBen.ApiServer.Registry;

/// <summary>How a write is done.</summary>
/// <param name="DryRun">Whether everything happens but the write.</param>
/// <param name="Subresource">What part of the object is written: empty, <c>status</c>, <c>finalize</c> or <c>binding</c>.</param>
internal sealed record WriteOptions(bool DryRun = false, string Subresource = "");
