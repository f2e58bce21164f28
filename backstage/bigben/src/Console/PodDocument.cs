namespace BigBen.Console;

/// <summary>A pod, for people and scripts.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Deployment">Its Deployment.</param>
/// <param name="Status">What kubectl would show, such as <c>Running</c> or <c>CrashLoopBackOff</c>.</param>
/// <param name="Ready">Whether it takes requests.</param>
/// <param name="Restarts">How often its program was started again.</param>
/// <param name="Message">What is wrong; null where nothing is.</param>
/// <param name="Pid">Its process; null while none runs.</param>
/// <param name="StartedAt">When the process was started, UTC.</param>
/// <param name="Image">Its image.</param>
public sealed record PodDocument(
    string Namespace, string Name, string Deployment, string Status, bool Ready, int Restarts, string? Message, int? Pid, DateTimeOffset? StartedAt, string Image);
