namespace BigBen.Platforms.Clusters;

/// <summary>How long each thing may take on a slow machine with a slow network, before it counts as failed.</summary>
internal sealed record ClusterPatience
{
    /// <summary>The variable that says otherwise: seconds that a command or a wait may take.</summary>
    public const string Variable = "BIGBEN_CLUSTER_TIMEOUT";

    /// <summary>The usual patience, or what <see cref="Variable"/> says.</summary>
    /// <exception cref="PlatformException">It is not a number of seconds.</exception>
    public static ClusterPatience FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Of(text) : new ClusterPatience();

    /// <summary>The patience of somebody who asks for so many seconds.</summary>
    /// <exception cref="PlatformException">It is not a number of seconds.</exception>
    internal static ClusterPatience Of(string text)
    {
        if (!double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) || seconds is not (> 0 and < 86400))
            throw new PlatformException($"{Variable} is '{text}' where a number of seconds is expected, such as 1800 on a slow network.");
        var usual = new ClusterPatience();
        var asked = TimeSpan.FromSeconds(seconds);
        return new ClusterPatience
        {
            Make = asked,
            Ready = asked,
            Look = Least(usual.Look, asked),
            Settle = Least(usual.Settle, asked / 4),
            // A failure must be believed before the wait itself is over, or nobody is told of it.
            Failing = Least(usual.Failing, asked / 8),
            Recovering = Least(usual.Recovering, asked / 4),
            Pulling = Least(usual.Pulling, asked / 4),
        };

        static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    /// <summary>A question to a tool.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A command that makes something, the pull of its images included.</summary>
    public TimeSpan Make { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>Until what was made is ready.</summary>
    public TimeSpan Ready { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>
    /// How long Argo CD may call something failed before it is believed: an old replica's failure is still told for a moment.
    /// </summary>
    public TimeSpan Failing { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an Application may stay Degraded while no pod of it is in trouble, before it is believed.</summary>
    public TimeSpan Recovering { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an image may be out of reach: the kubelet asks again after 10 s and after 20 s more.</summary>
    public TimeSpan Pulling { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Until the API of a cluster that was started again answers, or a URL of what is ready.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(60);
}
