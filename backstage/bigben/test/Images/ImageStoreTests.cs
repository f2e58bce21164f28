using BigBen.Foundation;
using BigBen.Images;
using BigBen.Tests.Git;

namespace BigBen.Tests.Images;

public sealed class ImageStoreTests : IDisposable
{
    private const string Repository = "bigben-service-a";
    private static readonly ImageConfig Config = new(
        ["dotnet", "A.dll"], new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" }, new Dictionary<string, string>
        {
            [ImageConfig.RevisionLabel] = "abc",
        });

    private readonly TempFolder temp = new();

    private ImageStore Store => new(temp["store"], TimeProvider.System);

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task The_same_content_is_the_same_image_wherever_and_whenever_it_was_published()
    {
        var reordered = Config with { Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } };

        var first = await Store.AddAsync(Repository, "one", Publish("first", ("A.dll", "x"), ("sub/b.txt", "y")), Config);
        var again = await new ImageStore(temp["other store"], TimeProvider.System).AddAsync(
            Repository, "two", Publish("second", ("sub/b.txt", "y"), ("A.dll", "x")), reordered);

        again.Digest.ShouldBe(first.Digest);
        first.Digest.ShouldMatch("^sha256:[0-9a-f]{64}$");
    }

    [Theory]
    [InlineData("content")]
    [InlineData("name")]
    [InlineData("mode")]
    [InlineData("entrypoint")]
    [InlineData("environment")]
    [InlineData("label")]
    public async Task Anything_else_is_another_image(string what)
    {
        var folder = Publish("changed", (what == "name" ? "B.dll" : "A.dll", what == "content" ? "y" : "x"));
        if (what == "mode" && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(temp["changed/A.dll"], (UnixFileMode)0b111_101_101);
        var config = what switch
        {
            "entrypoint" => Config with { Entrypoint = ["dotnet", "B.dll"] },
            "environment" => Config with { Environment = new Dictionary<string, string>() },
            "label" => Config with { Labels = new Dictionary<string, string> { [ImageConfig.RevisionLabel] = "abd" } },
            _ => Config,
        };

        var first = await Store.AddAsync(Repository, "one", Publish("first", ("A.dll", "x")), Config);
        var other = await Store.AddAsync(Repository, "two", folder, config);

        other.Digest.ShouldNotBe(first.Digest);
    }

    [Fact]
    public async Task An_image_is_found_by_tag_and_by_digest_with_its_files_read_only()
    {
        var added = await Store.AddAsync(Repository, "1234567", Publish("p", ("A.dll", "x")), Config);

        var found = Store.FindByTag(Repository, "1234567").ShouldNotBeNull();
        found.Digest.ShouldBe(added.Digest);
        found.Config.Entrypoint.ShouldBe(["dotnet", "A.dll"]);
        found.Config.Revision.ShouldBe("abc");
        Store.FindByDigest(Repository, added.Digest).ShouldNotBeNull().Directory.ShouldBe(found.Directory);
        File.ReadAllText(System.IO.Path.Combine(found.Directory, "A.dll")).ShouldBe("x");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(System.IO.Path.Combine(found.Directory, "A.dll")).ShouldBe(
                UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Store.FindByTag(Repository, "other").ShouldBeNull();
        Store.FindByTag(Repository, "../1234567").ShouldBeNull();
        Store.FindByTag("bigben-service-b", "1234567").ShouldBeNull();
    }

    [Fact]
    public async Task A_tag_never_moves()
    {
        var one = await Store.AddAsync(Repository, "one", Publish("p", ("A.dll", "x")), Config);
        var two = await Store.AddAsync(Repository, "two", Publish("q", ("A.dll", "y")), Config);

        await Store.TagAsync(Repository, "v1.0.0", one.Digest);
        await Store.TagAsync(Repository, "v1.0.0", one.Digest);
        (await Should.ThrowAsync<PlatformException>(Store.TagAsync(Repository, "v1.0.0", two.Digest))).Message.ShouldContain("never moves");
        (await Should.ThrowAsync<PlatformException>(Store.AddAsync(Repository, "one", temp["q"], Config)))
            .Message.ShouldContain("never moves");
        (await Should.ThrowAsync<PlatformException>(Store.TagAsync(Repository, "v2", $"sha256:{new string('0', 64)}")))
            .Message.ShouldContain("no image");

        Store.Tags(Repository).ShouldBe(
            new Dictionary<string, string> { ["one"] = one.Digest, ["two"] = two.Digest, ["v1.0.0"] = one.Digest });
    }

    [Fact]
    public async Task A_reference_is_resolved_by_digest_and_may_not_contradict_itself()
    {
        var one = await Store.AddAsync(Repository, "one", Publish("p", ("A.dll", "x")), Config);
        await Store.AddAsync(Repository, "two", Publish("q", ("A.dll", "y")), Config);

        Store.Resolve($"registry.example:5000/team/{Repository}:one@{one.Digest}").Digest.ShouldBe(one.Digest);
        Store.Resolve($"{Repository}:unknown@{one.Digest}").Digest.ShouldBe(one.Digest);
        Store.Resolve($"{Repository}:one").Digest.ShouldBe(one.Digest);
        Should.Throw<PlatformException>(() => Store.Resolve($"{Repository}:two@{one.Digest}")).Message.ShouldContain("contradicts itself");
        Should.Throw<PlatformException>(() => Store.Resolve($"{Repository}:three")).Message.ShouldContain("not in the store");
        Should.Throw<PlatformException>(() => Store.Resolve($"{Repository}@sha256:{new string('0', 64)}"))
            .Message.ShouldContain("not in the store");
    }

    [Theory]
    [InlineData("bigben-service-a")]
    [InlineData("bigben-service-a:")]
    [InlineData("bigben-service-a@sha256:12")]
    [InlineData("Bigben:one")]
    [InlineData("")]
    public void What_is_no_reference_is_refused(string reference) =>
        Should.Throw<PlatformException>(() => Store.Resolve(reference)).Message.ShouldContain("not an image reference");

    [Theory]
    [InlineData("changed")]
    [InlineData("added")]
    [InlineData("lost")]
    [InlineData("manifest")]
    public async Task Damage_is_found_and_named(string what)
    {
        var image = await Store.AddAsync(Repository, "one", Publish("p", ("A.dll", "x"), ("B.dll", "y")), Config);
        await Store.VerifyAsync(Repository, image.Digest);
        var file = System.IO.Path.Combine(image.Directory, what == "added" ? "C.dll" : "B.dll");
        if (what == "manifest")
            file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(image.Directory)!, "manifest.json");
        File.Delete(file);
        if (what is "changed" or "added" or "manifest")
            File.WriteAllText(file, "z");

        var error = await Should.ThrowAsync<PlatformException>(() => Store.VerifyAsync(Repository, image.Digest));

        error.Message.ShouldContain($"'{file}' is not what was stored");
        Directory.Delete(System.IO.Path.GetDirectoryName(image.Directory)!, recursive: true);
        Store.FindByTag(Repository, "one").ShouldBeNull();
        (await Store.AddAsync(Repository, "one", temp["p"], Config)).Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public async Task An_interrupted_copy_leaves_nothing_visible()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            Store.AddAsync(Repository, "one", Publish("p", ("A.dll", "x")), Config, cancelled.Token));

        Directory.GetFileSystemEntries(temp["store"], "*", SearchOption.AllDirectories)
            .Where(path => System.IO.Path.GetFileName(path).StartsWith(".new", StringComparison.Ordinal))
            .ShouldBeEmpty();
        Store.Tags(Repository).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_writers_at_once_store_one_image()
    {
        var folder = Publish("p", ("A.dll", "x"), ("sub/B.dll", "y"));

        var images = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(number => Task.Run(() => Store.AddAsync(Repository, $"tag{number % 3}", folder, Config))));

        images.Select(image => image.Digest).Distinct().ShouldHaveSingleItem();
        Store.Tags(Repository).Count.ShouldBe(3);
        Directory.GetDirectories(temp[$"store/{Repository}"]).Select(System.IO.Path.GetFileName).Order().ShouldBe(["sha256", "tags"]);
        await Store.VerifyAsync(Repository, images[0].Digest);
    }

    [Fact]
    public async Task Pruning_removes_images_with_their_tags_and_what_the_killed_left()
    {
        var one = await Store.AddAsync(Repository, "one", Publish("p", ("A.dll", "x")), Config);
        var two = await Store.AddAsync(Repository, "two", Publish("q", ("A.dll", "y")), Config);
        var killed = Directory.CreateDirectory(temp[$"store/{Repository}/.new-0"]).FullName;
        Directory.SetLastWriteTimeUtc(killed, DateTime.UtcNow.AddDays(-1));
        var working = Directory.CreateDirectory(temp[$"store/{Repository}/.new-1"]).FullName;

        (await Store.PruneAsync(new HashSet<string> { two.Digest })).ShouldBe(1);

        Store.FindByDigest(Repository, one.Digest).ShouldBeNull();
        Store.Tags(Repository).Keys.ShouldBe(["two"]);
        Directory.Exists(killed).ShouldBeFalse();
        Directory.Exists(working).ShouldBeTrue();
    }

    private string Publish(string folder, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
            temp.Write($"{folder}/{path}", text);
        return temp[folder];
    }
}
