using System.Text;
using BigBen.Foundation;

namespace BigBen.Verbs.Secrets;

/// <summary>A secret value as a person types it, unseen, or another program gives it.</summary>
internal static class SecretInput
{
    // A whole Secret of Kubernetes holds no more.
    private const int MostCharacters = 1024 * 1024;

    /// <summary>Reads it: all of standard input less one line end, or a line of the terminal that is not shown.</summary>
    /// <exception cref="PlatformException">It is empty or too long.</exception>
    public static async Task<string> ReadAsync(Session session, string key, CancellationToken cancellationToken)
    {
        var value = System.Console.IsInputRedirected
            ? await ReadAllAsync(System.Console.In, cancellationToken)
            : await PromptAsync(session, key, cancellationToken);
        return value.Length > 0
            ? value
            : throw new PlatformException($"No value for {key}: type it, or give it on standard input.");
    }

    private static async Task<string> ReadAllAsync(TextReader input, CancellationToken cancellationToken)
    {
        var buffer = new char[MostCharacters + 3];
        var length = await input.ReadBlockAsync(buffer, cancellationToken);
        var text = new string(buffer, 0, length);
        text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        return text.Length <= MostCharacters
            ? text
            : throw new PlatformException("The value is longer than the 1 MiB that a Secret may hold.");
    }

    private static async Task<string> PromptAsync(Session session, string key, CancellationToken cancellationToken)
    {
        // Looking for a key ends the terminal's echo: with the first ReadKey, behind the prompt, it would show what is pasted right away.
        _ = System.Console.KeyAvailable;
        await session.Error.WriteAsync($"{key} (not shown): ".AsMemory(), cancellationToken);
        var typed = new StringBuilder();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pressed = System.Console.ReadKey(intercept: true);
            if (pressed.Key == ConsoleKey.Enter)
                break;
            if (pressed.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(pressed.KeyChar))
                typed.Append(pressed.KeyChar);
        }

        await session.Error.WriteLineAsync();
        return typed.ToString();
    }
}
