using System.Text;
using BigBen.Foundation;
using BigBen.Secrets.Age;
using BigBen.Tests.Git;

namespace BigBen.Tests.Secrets.Age;

public sealed class AgeFileTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void What_is_encrypted_to_a_key_is_read_with_it_alone()
    {
        var (mine, other) = (AgeIdentity.Create(), AgeIdentity.Create());
        var file = AgeFile.Encrypt(Content, mine.Recipient);

        AgeFile.Decrypt(file, [other, mine]).ShouldBe(Content);
        AgeFile.Decrypt(file, [other]).ShouldBeNull();
        AgeFile.Encrypt(Content, mine.Recipient).ShouldNotBe(file, "each has a key of its own");
    }

    [Fact]
    public void No_byte_can_be_changed_unseen()
    {
        var mine = AgeIdentity.Create();
        var lines = AgeFile.Encrypt(Content, mine.Recipient).Trim().Split('\n');
        var bytes = Convert.FromBase64String(string.Concat(lines[1..^1]));

        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Read([lines[0], Convert.ToBase64String(changed), lines[^1]]).ShouldBeNull($"byte {i}");
            Read([lines[0], Convert.ToBase64String(bytes[..i]), lines[^1]]).ShouldBeNull($"cut to {i}");
        }

        byte[]? Read(string[] text)
        {
            try
            {
                return AgeFile.Decrypt(string.Join('\n', text), [mine]);
            }
            catch (PlatformException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void A_letter_s_spare_bits_cannot_be_changed_unseen()
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var mine = AgeIdentity.Create();
        var lines = AgeFile.Encrypt(Content, mine.Recipient).Trim().Split('\n');
        var bytes = Convert.FromBase64String(string.Concat(lines[1..^1]));
        // The line that ends the header: "--- " and 43 letters for 32 bytes, the last of which has two bits to spare.
        var last = Encoding.Latin1.GetString(bytes).IndexOf("\n--- ", StringComparison.Ordinal) + "\n--- ".Length + 42;
        bytes[last] = (byte)letters[letters.IndexOf((char)bytes[last], StringComparison.Ordinal) + 1];

        var changed = string.Join('\n', lines[0], Convert.ToBase64String(bytes), lines[^1]);

        Should.Throw<PlatformException>(() => AgeFile.Decrypt(changed, [mine])).Message.ShouldContain("it is not an armored age file");
    }

    [Fact]
    public void Keys_are_written_as_age_writes_them()
    {
        // A pair that a user of sops has published as an example.
        const string secret = "AGE-SECRET-KEY-1YQMYYAHGUU5VK67GKY6RM8YEKTW687RT9KPUG5X8FD0F988PCXKQXM8RMY";
        var key = AgeIdentity.Read(secret)!;

        key.Recipient.ShouldBe("age106dn94074uskzjua39h4v0ql89l528wrqp2f84xpcznpr9f6ye4q9k8hp8");
        key.Secret.ShouldBe(secret);
        AgeIdentity.Read(secret.Replace("YQM", "YQN", StringComparison.Ordinal)).ShouldBeNull("a letter is wrong");
        Should.Throw<PlatformException>(() => AgeIdentity.PublicKeyOf("age1yubikey1abc")).Message.ShouldContain("not an age recipient");
    }

    [AgeFact]
    public async Task The_real_age_reads_ours_and_we_read_its()
    {
        using var folder = new TempFolder();
        var mine = AgeIdentity.Create();
        var keys = folder.Write("keys.txt", mine.Secret + "\n");
        var ours = folder.Write("ours.age", AgeFile.Encrypt(Content, mine.Recipient));
        File.WriteAllBytes(folder["clear"], Content);

        await RealAge.RunAsync("--decrypt", "-i", keys, "-o", folder["back"], ours);
        await RealAge.RunAsync("--encrypt", "--armor", "-r", AgeIdentity.Create().Recipient, "-r", mine.Recipient, "-o", folder["its.age"],
            folder["clear"]);

        File.ReadAllBytes(folder["back"]).ShouldBe(Content);
        AgeFile.Decrypt(File.ReadAllText(folder["its.age"]), [mine]).ShouldBe(Content);
    }
}
