namespace BigBen.Verbs.Progress;

/// <summary>Shows a run to a person as it happens.</summary>
public interface IProgressDisplay : IAsyncDisposable
{
    /// <summary>Takes one event, in order, one at a time.</summary>
    void Show(RunEvent runEvent);

    /// <summary>Prints one line as it is.</summary>
    void Line(string text);
}
