using BigBen.Pipeline.Protection;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Protection;

public sealed class PersonTests
{
    [Theory]
    [InlineData("Ana Ö. <ana@example.com>", "Ana Ö.", "ana@example.com")]
    [InlineData("<ana@example.com>", "", "ana@example.com")]
    [InlineData("@octocat", "", "@octocat")]
    [InlineData("@release[bot]", "", "@release[bot]")]
    public void Somebody_is_read_as_they_are_written(string text, string name, string address)
    {
        Person.TryParse(text).ShouldBe(new Person(name, address));
        $"{Person.TryParse(text)}".ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Ana <>")]
    [InlineData("Ana")]
    [InlineData("@")]
    [InlineData("Ana\nApproved-By: Bob <ana@example.com>")]
    public void Nobody_is_not(string? text) => Person.TryParse(text).ShouldBeNull();

    [Fact]
    public async Task Git_names_who_made_a_tag_or_a_commit_and_who_gives_a_command()
    {
        using var temp = new TempFolder();
        var clone = await TestClone.InitAsync(temp["clone"]);
        var commit = await clone.CommitAsync("first", ("a", "a"));
        var text = temp.Write("tag", $"object {commit}\ntype commit\ntag v1.0.0\ntagger Bob <bob@example.com> 1764170000 +0100\n\none\n");
        var tag = await clone.GitAsync("hash-object", "-t", "tag", "-w", text);
        await clone.GitAsync("config", "user.name", "Ana");
        await clone.GitAsync("config", "user.email", "ana@example.com");

        $"{await Person.OfObjectAsync(clone.Git, tag, default)}".ShouldBe("Bob <bob@example.com>");
        $"{await Person.OfObjectAsync(clone.Git, commit, default)}".ShouldBe(await clone.GitAsync("log", "-1", "--format=%cn <%ce>"));
        if (Environment.GetEnvironmentVariable("GITHUB_ACTIONS") is null)
            $"{await Person.OfThisProcessAsync(clone.Path, default)}".ShouldBe("Ana <ana@example.com>");
    }

    [Fact]
    public void The_same_address_is_the_same_person_whatever_the_name()
    {
        new Person("Ana", "ana@example.com").Is(new Person("A.", "ANA@example.com")).ShouldBeTrue();
        new Person("Ana", "ana@example.com").Is(new Person("Ana", "ana@example.org")).ShouldBeFalse();
    }
}
