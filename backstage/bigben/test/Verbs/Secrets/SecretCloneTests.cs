using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Secrets;
using BigBen.Tests.Git;
using BigBen.Verbs.Secrets;

namespace BigBen.Tests.Verbs.Secrets;

public sealed class SecretCloneTests
{
    [Fact]
    public void Values_are_set_listed_rotated_and_removed_and_are_never_in_clear_text()
    {
        using var folder = new TempFolder();
        var keys = new KeyFile(folder["home/keys.txt"]);
        var clone = Of(folder, keys);
        var value = $"{Guid.NewGuid()}";

        var made = clone.Set("ONE", value)!;
        var one = ServiceSecrets.Encrypted(Text(folder), "f")["ONE"];
        clone.Set("TWO", $"{value}2").ShouldBeNull();
        ServiceSecrets.Encrypted(Text(folder), "f")["ONE"].ShouldBe(one, "what was not set stays as it was");

        clone.Keys().ShouldBe(["ONE", "TWO"]);
        File.ReadAllText(folder[".sops.yaml"]).ShouldContain(made.Recipient);
        var first = Text(folder);
        clone.Rotate();
        Text(folder).ShouldNotBe(first);
        ServiceSecrets.Encrypted(Text(folder), "f")["ONE"].ShouldNotBe(one);
        Decrypted(folder, keys, "ONE").ShouldBe(value);
        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(value, StringComparison.Ordinal)).ShouldBeEmpty();
        clone.Remove("ONE");
        clone.Keys().ShouldBe(["TWO"]);
        Should.Throw<PlatformException>(() => clone.Remove("ONE")).Message.ShouldContain("only TWO");
        clone.Next().ShouldBe($"Then: git add .sops.yaml {clone.Path} && git commit && git push big-ben HEAD:main");
        clone.Remove("TWO");
        clone.Keys().ShouldBeEmpty();
        clone.IsThere.ShouldBeFalse();
        clone.Next().ShouldBe(
            $"Then: git add .sops.yaml {Path.GetDirectoryName(clone.Path)} && git commit && git push big-ben HEAD:main");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("envFrom: [{secretRef: {name: other-secrets}}]\n", false)]
    [InlineData("envFrom: [{secretRef: {name: web-secrets}}]\n", true)]
    [InlineData("secretEnv: {KEY: {name: web-secrets, key: KEY}}\n", true)]
    public void Who_has_to_be_told_how_the_service_gets_it_is_known(string? values, bool isNamed)
    {
        using var folder = new TempFolder();
        if (values is not null)
            folder.Write("app/web/deploy-config/developer/values.yaml", values);

        Of(folder, new KeyFile(folder["home/keys.txt"])).IsNamedInValues().ShouldBe(isNamed);
    }

    [Fact]
    public void An_encrypted_regex_that_is_none_is_told_by_the_file_that_has_it()
    {
        using var folder = new TempFolder();
        var keys = new KeyFile(folder["home/keys.txt"]);
        var recipient = keys.CreateWhereMissing(DateTimeOffset.UnixEpoch)!.Recipient;
        folder.Write(".sops.yaml", $"creation_rules:\n- {{age: {recipient}, encrypted_regex: '^(data|stringData'}}\n");

        Should.Throw<PlatformException>(() => Of(folder, keys).Set("ONE", "value")).Message
            .ShouldStartWith("The encrypted_regex of a rule of .sops.yaml is not a regular expression: ");
    }

    [Fact]
    public void Bytes_that_are_not_text_are_kept_as_they_are_and_a_text_replaces_them_and_is_replaced()
    {
        using var folder = new TempFolder();
        var keys = new KeyFile(folder["home/keys.txt"]);
        var clone = Of(folder, keys);
        byte[] bytes = [0xff, 0x00, 0x0a];
        clone.Set("OTHER", "text");

        foreach (var isRotation in new[] { false, true })
        {
            clone.Set("ONE", "text");
            if (isRotation)
                clone.Rotate("ONE", Convert.ToBase64String(bytes), isBase64: true);
            else
                clone.Set("ONE", Convert.ToBase64String(bytes), isBase64: true);

            $"{ServiceSecrets.Decrypt(Text(folder), "f", keys.Read())["data"]!["ONE"]}".ShouldBe(Convert.ToBase64String(bytes));
            Text(folder).ShouldNotContain(Convert.ToBase64String(bytes));
            clone.Keys().ShouldBe(["ONE", "OTHER"]);
        }

        clone.Set("ONE", "text again");
        Decrypted(folder, keys, "ONE").ShouldBe("text again");
        clone.Keys().ShouldBe(["ONE", "OTHER"]);
    }

    [Fact]
    public void Who_can_read_a_file_without_rules_can_read_it_after_a_change_too()
    {
        using var folder = new TempFolder();
        var (mine, other) = (new KeyFile(folder["mine/keys.txt"]), new KeyFile(folder["other/keys.txt"]));
        var recipient = other.CreateWhereMissing(DateTimeOffset.UnixEpoch)!.Recipient;
        var clone = Of(folder, mine);
        var made = clone.Set("ONE", "value")!;
        folder.Write(".sops.yaml", File.ReadAllText(folder[".sops.yaml"])
            .Replace(made.Recipient, $"{made.Recipient},{recipient}", StringComparison.Ordinal));
        clone.Rotate();
        File.Delete(folder[".sops.yaml"]);

        clone.Set("TWO", "more").ShouldBeNull();

        Decrypted(folder, other, "TWO").ShouldBe("more");
        Decrypted(folder, mine, "ONE").ShouldBe("value");
        File.Exists(folder[".sops.yaml"]).ShouldBeFalse();
    }

    [Fact]
    public void Rotation_lets_a_new_recipient_read_and_the_old_one_no_more()
    {
        using var folder = new TempFolder();
        var (mine, other) = (new KeyFile(folder["mine/keys.txt"]), new KeyFile(folder["other/keys.txt"]));
        var recipient = other.CreateWhereMissing(DateTimeOffset.UnixEpoch)!.Recipient;
        var clone = Of(folder, mine);
        var made = clone.Set("ONE", "value")!;

        Should.Throw<PlatformException>(() => Decrypted(folder, other, "ONE")).Message.ShouldContain(made.Recipient);
        folder.Write(".sops.yaml", File.ReadAllText(folder[".sops.yaml"]).Replace(made.Recipient, recipient, StringComparison.Ordinal));
        var old = ServiceSecrets.Encrypted(Text(folder), "f")["ONE"];
        clone.Set("TWO", "more");
        ServiceSecrets.Encrypted(Text(folder), "f")["ONE"].ShouldNotBe(old, "who was taken out had the data key");

        Decrypted(folder, other, "ONE").ShouldBe("value");
        Should.Throw<PlatformException>(() => Decrypted(folder, mine, "ONE"));
        File.Delete(mine.Path);
        Should.Throw<PlatformException>(() => clone.Set("THREE", "value")).Message.ShouldContain("If the key is lost");
        clone.Keys().ShouldBe(["ONE", "TWO"], "names need no key");
    }

    [Fact]
    public void Who_reads_a_file_by_PGP_keeps_its_data_key_and_a_new_one_is_left_to_sops()
    {
        using var folder = new TempFolder();
        var keys = new KeyFile(folder["home/keys.txt"]);
        var clone = Of(folder, keys);
        clone.Set("ONE", "value");
        var file = YamlReader.Documents(Text(folder), "f").Single().Body.AsObject();
        file["sops"]!["kms"] = new JsonArray();
        file["sops"]!["pgp"] = new JsonArray(new JsonObject { ["fp"] = "85D77543B3D624B63CEA9E6DBC17301B491B3F21", ["enc"] = "a key" });
        folder.Write(ServiceSecrets.PathOf("web", "developer"), YamlWriter.Write(file));

        clone.Set("TWO", "more");

        var sops = YamlReader.Documents(Text(folder), "f").Single().Body["sops"]!;
        JsonNode.DeepEquals(sops["pgp"], file["sops"]!["pgp"]).ShouldBeTrue();
        Decrypted(folder, keys, "TWO").ShouldBe("more");
        var before = Text(folder);
        Refused(() => clone.Rotate());
        var other = new KeyFile(folder["other/keys.txt"]).CreateWhereMissing(DateTimeOffset.UnixEpoch)!.Recipient;
        folder.Write(".sops.yaml", $"creation_rules: [{{age: {other}}}]");
        Refused(() => clone.Set("TWO", "less"));
        folder.Write(".sops.yaml", $"creation_rules: [{{age: {keys.Read()[0].Recipient}, pgp: 85D77543}}]");
        clone.Set("TWO", "less");
        File.Delete(folder[ServiceSecrets.PathOf("web", "developer")]);
        Should.Throw<PlatformException>(() => clone.Set("ONE", "first")).Message.ShouldContain("is encrypted with PGP too");
        clone.Keys().ShouldBeEmpty();

        void Refused(Action change)
        {
            Should.Throw<PlatformException>(change).Message.ShouldStartWith(
                $"{clone.Path} is encrypted with PGP too, which only sops can do; nothing was changed. Use 'sops edit'");
            Text(folder).ShouldBe(before);
        }
    }

    [Fact]
    public void What_is_not_there_is_told()
    {
        using var folder = new TempFolder();
        folder.Write("app/web/deploy-config/developer/values.yaml", "{}");

        Should.Throw<PlatformException>(() => SecretClone.Open(folder.Path, "wed", "developer")).Message.ShouldContain("only web");
        Should.Throw<PlatformException>(() => SecretClone.Open(folder.Path, "web", "x")).Message.ShouldContain("only developer");
        Should.Throw<PlatformException>(() => SecretClone.RequireKey("a b")).Message.ShouldContain("not a key of a Secret");
    }

    private static SecretClone Of(TempFolder folder, KeyFile keys) => new(folder.Path, "web", "developer", keys, TimeProvider.System);

    private static string Text(TempFolder folder) => File.ReadAllText(folder[ServiceSecrets.PathOf("web", "developer")]);

    private static string Decrypted(TempFolder folder, KeyFile keys, string key) => System.Text.Encoding.UTF8.GetString(
        Convert.FromBase64String($"{ServiceSecrets.Decrypt(Text(folder), "f", keys.Read())["data"]![key]}"));
}
