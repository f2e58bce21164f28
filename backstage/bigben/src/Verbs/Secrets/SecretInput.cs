using System.Text;

namespace BigBen.Verbs.Secrets;

/// <summary>A secret value as a person types it, unseen, or another program gives it.</summary>
internal static class SecretInput
{
    // A whole Secret of Kubernetes holds no more.
    private const int MostBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads it: all of standard input, less one line end where that is text, or a line of the terminal that is not shown.
    /// </summary>
    /// <returns>The text, or in Base64 what is not text.</returns>
    /// <exception cref="PlatformException">It is empty or too long.</exception>
    public static async Task<(string Text, bool IsBase64)> ReadAsync(Session session, string key, CancellationToken cancellationToken)
    {
        await using var input = System.Console.IsInputRedirected ? System.Console.OpenStandardInput() : null;
        var value = input is not null
            ? await ReadAllAsync(input, cancellationToken)
            : (Text: await PromptAsync(session, key, cancellationToken), IsBase64: false);
        return value.Text.Length > 0
            ? value
            : throw new PlatformException($"No value for {key}: type it, or give it on standard input.");
    }

    /// <inheritdoc cref="ReadAsync"/>
    internal static async Task<(string Text, bool IsBase64)> ReadAllAsync(Stream input, CancellationToken cancellationToken)
    {
        // A text may have a line end more.
        var buffer = new byte[MostBytes + 3];
        var bytes = buffer.AsMemory(0, await input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken));
        var text = TextOf(bytes.Span);
        if (text is not null)
            bytes = bytes[..^LineEnd(text)];
        if (bytes.Length > MostBytes)
            throw new PlatformException("The value is longer than the 1 MiB that a Secret may hold.");
        return text is null ? (Convert.ToBase64String(bytes.Span), true) : (text[..^LineEnd(text)], false);
    }

    private static int LineEnd(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : text.EndsWith('\n') ? 1 : 0;

    // Null for bytes that are not text: a key or a keystore ends with whatever byte it has.
    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.Any(letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
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
