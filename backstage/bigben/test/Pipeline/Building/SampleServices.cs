namespace BigBen.Tests.Pipeline.Building;

/// <summary>Service-a as a real, tiny project with a real test, and what it shares.</summary>
internal static class SampleServices
{
    public static readonly (string Path, string Text)[] Files =
    [
        ("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><DebugType>embedded</DebugType>
              </PropertyGroup>
            </Project>
            """),
        (".gitignore", "bin/\nobj/\n"),
        ("app/service-defaults/src/Defaults.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"/>"),
        ("app/service-defaults/src/Defaults.cs",
            "public static class Defaults { public static string "
            + "Where([System.Runtime.CompilerServices.CallerFilePath] string path = \"\") => path; }"),
        ("app/service-a/src/A.csproj",
            Project("<OutputType>Exe</OutputType>", "<ProjectReference Include=\"../../service-defaults/src/Defaults.csproj\"/>")),
        ("app/service-a/src/Program.cs", Program("hello")),
        ("app/service-a/test/A.Tests.csproj", Project("<IsTestProject>true</IsTestProject>", """
            <ProjectReference Include="../src/A.csproj"/>
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1"/>
            <PackageReference Include="Shouldly" Version="4.2.1"/>
            <PackageReference Include="xunit" Version="2.9.3"/>
            <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5"/>
            """)),
        ("app/service-a/test/GreetingTests.cs", """
            using Shouldly;
            public class GreetingTests
            {
                [Xunit.Fact]
                public void Greets()
                {
                    Greeting.Text.ShouldBe("hello");
                }
                [Xunit.Fact] public void Runs() { }
            }
            """),
        ("app/service-a/deploy-config/developer/values.yaml", "{}\n"),
        ("app/service-a/deploy-config/production/values.yaml", "{}\n"),
        ("charts/app/Chart.yaml", "name: app\n"),
    ];

    public static string Program(string greeting) =>
        $$"""
        using System.Reflection;
        var version = Assembly.GetEntryAssembly()!.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Console.WriteLine($"{Greeting.Text} {version} {Defaults.Where()} {Greeting.Where()}");
        public static class Greeting { public const string Text = "{{greeting}}"; public static string Where() => Defaults.Where(); }
        """;

    private static string Project(string properties, string items) =>
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{properties}</PropertyGroup><ItemGroup>{items}</ItemGroup></Project>";
}
