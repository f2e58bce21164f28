using System.Runtime.InteropServices;
using BigBen.Foundation.Processes;

namespace BigBen.Tests.Foundation.Processes;

/// <summary>Alone: a delivery of another test gives back all that is free when it ends, and so what is looked at here.</summary>
[CollectionDefinition(nameof(NativeHeapTests), DisableParallelization = true)]
[Collection(nameof(NativeHeapTests))]
public sealed class NativeHeapTests
{
    private const int BlockSize = 32 * 1024;
    private const int Blocks = 512;
    private static readonly byte[] Content = [.. Enumerable.Repeat((byte)1, BlockSize)];

    [GlibcFact]
    public void What_was_freed_goes_back_to_the_system()
    {
        var blocks = Enumerable.Range(0, Blocks).Select(_ => Touched()).ToArray();
        // The block above all others, without which glibc would give all back by itself.
        var above = Touched();
        foreach (var block in blocks)
            Marshal.FreeHGlobal(block);
        var kept = blocks.Count(IsInMemory);

        NativeHeap.Trim();

        var left = blocks.Count(IsInMemory);
        Marshal.FreeHGlobal(above);
        Assert.True(kept > Blocks / 2, $"{kept} of {Blocks} blocks were in memory before");
        Assert.True(left < kept / 2, $"{left} of {kept} blocks are still in memory");
    }

    private static nint Touched()
    {
        var block = Marshal.AllocHGlobal(BlockSize);
        Marshal.Copy(Content, 0, block, BlockSize);
        return block;
    }

    // The page in a block's middle is the block's alone.
    private static bool IsInMemory(nint block)
    {
        var page = (block + (BlockSize / 2)) & ~(nint)(Environment.SystemPageSize - 1);
        return Mincore(page, (nuint)Environment.SystemPageSize, out var state) == 0 && (state & 1) == 1;
    }

    [DllImport("libc", EntryPoint = "mincore")]
    private static extern int Mincore(nint address, nuint length, out byte state);
}
