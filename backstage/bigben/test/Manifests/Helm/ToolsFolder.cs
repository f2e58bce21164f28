using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using BigBen.Tests.Foundation.Processes;

namespace BigBen.Tests.Manifests.Helm;

/// <summary>
/// A folder of the platform's tools for one test, with a folder of programs beside it, and no trace of either afterwards.
/// </summary>
internal sealed class ToolsFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("big-ben-helm-");

    internal string Tools => Path.Combine(root.FullName, "tools");

    internal string Installed => Path.Combine(Tools, "helm");

    internal string Bin => Path.Combine(root.FullName, "bin");

    /// <summary>A program that says it is a Helm of some version.</summary>
    internal static string Helm(string version) => $"#!/bin/sh\necho '{version}'\n";

    /// <summary>Writes a program into the folder that a test has on its PATH.</summary>
    internal string Program(string name, string script)
    {
        var path = Path.Combine(Bin, name);
        Directory.CreateDirectory(Bin);
        TestProgram.Write(path, script);
        return path;
    }

    /// <summary>A .tar.gz with one file, and its SHA-256.</summary>
    internal (string Path, string Sha256) Archive(string entry, string content)
    {
        var path = Archive((entry, content));
        return (path, Sha256(File.ReadAllBytes(path)));
    }

    /// <summary>A .tar.gz of some files.</summary>
    internal string Archive(params (string Entry, string Content)[] files)
    {
        var path = Path.Combine(root.FullName, $"{Guid.NewGuid():N}.tgz");
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var (entry, content) in files)
        {
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, entry)
                {
                    DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)),
                });
        }

        return path;
    }

    internal static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public void Dispose() => root.Delete(recursive: true);
}
