using System.Diagnostics;
using ModelOps.Benchmarks.Harness;
using ModelOps.Registry;

namespace ModelOps.Benchmarks.Registry;

/// <summary>One large artifact, registered, against <c>cp</c> of it, flushed to disk as ours is, and <c>sha256sum</c> of the copy.</summary>
internal static class BigFile
{
    private const int Rounds = 5;

    /// <summary>Our speed over the peer's: the median of rounds.</summary>
    public static async Task<double> CompareAsync(string folder, long bytes)
    {
        string source = Path.Combine(folder, "source");
        await MakeAsync(source, bytes);
        List<double> shares = [];
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan ours = await StoreAsync(folder, source);
            TimeSpan peer = CopyAndHash(source, Path.Combine(folder, "copy"));
            shares.Add(peer / ours);
        }

        return Spread.Of(shares).Median;
    }

    private static async Task MakeAsync(string path, long bytes)
    {
        byte[] block = new byte[1 << 20];
        new Random(7).NextBytes(block);
        await using FileStream file = File.Create(path);
        for (long written = 0; written < bytes; written += block.Length)
        {
            BitConverter.TryWriteBytes(block, written);
            await file.WriteAsync(block);
        }
    }

    private static async Task<TimeSpan> StoreAsync(string folder, string source)
    {
        string path = Path.Combine(folder, $"registry-{Guid.NewGuid():N}");
        long start = Stopwatch.GetTimestamp();
        using (EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(path))
        {
            await registry.RegisterAsync(new ModelRegistration { Model = "big", Format = "onnx", Files = [ModelFile.FromFile("model.onnx", source)] });
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Directory.Delete(path, recursive: true);
        return took;
    }

    private static TimeSpan CopyAndHash(string source, string copy)
    {
        long start = Stopwatch.GetTimestamp();
        using (Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", "cp \"$0\" \"$1\" && sync \"$1\" && sha256sum \"$1\" > /dev/null", source, copy]))!)
        {
            shell.WaitForExit();
            if (shell.ExitCode != 0) { throw new InvalidOperationException("cp or sha256sum failed."); }
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        File.Delete(copy);
        return took;
    }
}
