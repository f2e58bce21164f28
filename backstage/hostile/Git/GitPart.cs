using BigBen.Foundation;
using BigBen.Git;
using BigBen.Hostile.Platforms;

namespace BigBen.Hostile.Git;

/// <summary>Pushes that nobody should make: each ends with a reason, and what is refused moves nothing.</summary>
/// <param name="platform">The platform.</param>
/// <param name="only">The one case to repeat; null for all.</param>
/// <param name="log">Told of each case, which take seconds.</param>
internal sealed class GitPart(Platform platform, int? only, TextWriter log) : IPart
{
    public const string PartName = "git";

    // Above what any delivery takes, and above the minute that a template gets.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(180);

    // What a program says when it did not know what to say.
    private static readonly string[] Slips = ["   at ", "Unhandled exception", "Exception:", "internal error", "Object reference"];

    private readonly Outcome _outcome = new();
    private readonly Attacker _attacker = new(platform.Clone);
    private readonly ForgeRepository _forge = ForgeRepository.At(platform.State.Forge);

    public string Name => PartName;

    public async Task<Outcome> RunAsync()
    {
        GitCase[] pushes = [.. RefCases.All, .. TreeCases.All, .. FileCases.All];
        foreach (var (number, push) in pushes.Index().Where(push => only is null || only == push.Index))
            await JudgeAsync(number, push.Name, cancellationToken => PushAsync(push, cancellationToken));
        foreach (var (index, pack) in PackCases.All.Index())
        {
            var number = pushes.Length + index;
            if (only is null || only == number)
                await JudgeAsync(number, $"git is told {pack.Name}", cancellationToken => SayAsync(pack.Bytes, cancellationToken));
        }

        return _outcome;
    }

    private async Task JudgeAsync(int number, string name, Func<CancellationToken, Task<string?>> tryAsync)
    {
        var wrong = await WrongAsync(tryAsync);
        await log.WriteLineAsync($"  {number} {name}: {wrong ?? "as it should be"}");
        if (wrong is not null)
            _outcome.Add(new Failure(number, name, wrong));
    }

    private async Task<string?> WrongAsync(Func<CancellationToken, Task<string?>> tryAsync)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            return await tryAsync(deadline.Token) ?? await AfterAsync(deadline.Token);
        }
        catch (PlatformException e)
        {
            _outcome.Count("not made");
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            _outcome.Count("hang");
            return $"no end within {Deadline.TotalSeconds} s";
        }
    }

    private async Task<string?> PushAsync(GitCase push, CancellationToken cancellationToken)
    {
        await _attacker.ResetAsync();
        var pushed = await push.PrepareAsync(_attacker);
        var before = await RefsAsync(cancellationToken);
        var result = await _attacker.PushAsync(pushed, cancellationToken);
        _outcome.Count(result.Succeeded ? "taken" : "refused");
        if (Slips.Any(slip => result.Error.Contains(slip, StringComparison.OrdinalIgnoreCase)))
            return $"no sentence for people: {result.Error}";
        if (result.Error.Contains("NOT LIVE", StringComparison.Ordinal))
            return $"taken, and it breaks what runs: {result.Error}";
        if (push.Fate != Fate.Either && result.Succeeded != (push.Fate == Fate.Taken))
            return $"{(result.Succeeded ? "taken" : "refused")}: {result.Error}";
        return result.Succeeded || await RefsAsync(cancellationToken) == before ? null : $"refused, and something moved: {result.Error}";
    }

    private async Task<string?> SayAsync(Func<string, byte[]> bytes, CancellationToken cancellationToken)
    {
        var before = await RefsAsync(cancellationToken);
        var answer = await PackCases.SayAsync(_forge, bytes(await _forge.HeadAsync(cancellationToken)), cancellationToken);
        _outcome.Count("refused");
        return await RefsAsync(cancellationToken) == before ? null : $"something moved: {answer}";
    }

    // Whatever came, the platform answers and its repository is whole.
    private async Task<string?> AfterAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Host = $"{PlatformHosts.Console}:{platform.Doors.Router}" } };
        using var answer = await http.GetAsync($"http://127.0.0.1:{platform.Doors.Router}/", cancellationToken);
        return answer.IsSuccessStatusCode ? null : $"the console's board answers {answer.StatusCode} afterwards";
    }

    private Task<string> RefsAsync(CancellationToken cancellationToken) => _forge.Git.OutputAsync(cancellationToken, "show-ref");
}
