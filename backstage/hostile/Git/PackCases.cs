using System.Diagnostics;
using System.Text;
using BigBen.Git;

namespace BigBen.Hostile.Git;

/// <summary>What a client says that is no git: bytes for <c>git receive-pack</c> itself.</summary>
internal static class PackCases
{
    private static readonly byte[] Flush = "0000"u8.ToArray();

    /// <summary>What each says, of the branch and the commit that it would move.</summary>
    public static IReadOnlyList<(string Name, Func<string, byte[]> Bytes)> All { get; } =
    [
        ("nothing", _ => []),
        ("no packet", _ => "zzzz"u8.ToArray()),
        ("a packet that is cut", _ => "00ff"u8.ToArray()),
        ("no command", _ => Flush),
        ("a command of one word", _ => [.. Packet("x\0report-status\n"), .. Flush]),
        ("a pack that is none", head => [.. Packet(Update(head)), .. Flush, .. "PACKnone"u8]),
        ("a pack that is cut", head => [.. Packet(Update(head)), .. Flush, .. "PACK\0\0\0\u0002\0\0\0\u0003"u8]),
        ("a pack of four milliards of objects", head => [.. Packet(Update(head)), .. Flush, .. "PACK\0\0\0\u0002"u8, 255, 255, 255, 255]),
        ("a commit that nobody has", _ => [.. Packet(Update(new string('1', 40))), .. Flush, .. Empty()]),
        ("main from a commit where it never was", head =>
            [.. Packet($"{new string('2', 40)} {head} {ForgeRepository.MainRef}\0report-status\n"), .. Flush, .. Empty()]),
    ];

    /// <summary>Says it to the platform's repository, as a push would reach it.</summary>
    /// <returns>What git answered; it has ended.</returns>
    public static async Task<string> SayAsync(ForgeRepository forge, byte[] bytes, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["receive-pack", forge.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GIT_NAMESPACE"] = ForgeRepository.PushNamespace },
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.BaseStream.WriteAsync(bytes, cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return await output + await error;
        }
        catch (IOException)
        {
            // It has ended without hearing everything.
            await process.WaitForExitAsync(cancellationToken);
            return "";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string Update(string head) => $"{new string('0', 40)} {head} refs/heads/packed\0report-status\n";

    private static byte[] Packet(string text) => Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text) + 4:x4}{text}");

    // A pack without objects: its head and the SHA-1 of it.
    private static byte[] Empty()
    {
        var head = "PACK\0\0\0\u0002\0\0\0\0"u8.ToArray();
#pragma warning disable CA5350 // Git's own.
        return [.. head, .. System.Security.Cryptography.SHA1.HashData(head)];
#pragma warning restore CA5350
    }
}
