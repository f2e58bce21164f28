using BigBen.Verbs.Export.Translating;

namespace BigBen.Tests.Verbs.Export.Translating;

public sealed class ImageProgramTests
{
    [Theory]
    [InlineData("FROM a\nENTRYPOINT [\"dotnet\", \"A.dll\"]\n", "dotnet A.dll")]
    [InlineData("from a\r\n  entrypoint\t[ \"/a b\" ]\r\nCMD [\"serve\"]", "/a b")]
    [InlineData("FROM a AS one\nENTRYPOINT [\"x\"]\nFROM b\nENTRYPOINT [\\\n  \"y\", \\\n  \"z\"]\n", "y z")]
    // What another image has is not known here.
    [InlineData("FROM a AS one\nENTRYPOINT [\"x\"]\nFROM one\nCMD [\"y\"]\n", "")]
    // A shell's line takes no arguments.
    [InlineData("FROM a\nENTRYPOINT dotnet A.dll\n", "")]
    [InlineData("FROM a\nENTRYPOINT [\"x\"]\nENTRYPOINT [dotnet, A.dll]\n", "")]
    [InlineData("FROM a\nENTRYPOINT\n# ENTRYPOINT [\"x\"]\n", "")]
    [InlineData("", "")]
    public void The_program_is_the_last_stage_s(string dockerfile, string wanted) =>
        string.Join(' ', ImageProgram.Of(dockerfile)).ShouldBe(wanted);
}
