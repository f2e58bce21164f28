namespace BigBen.Hostile;

/// <summary>One kind of hostility.</summary>
internal interface IPart
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Tries every case, or the one that is asked for.</summary>
    Task<Outcome> RunAsync();
}
