using System.Diagnostics;
using System.Globalization;
using ModelOps.Benchmarks.Harness;
using ModelOps.Registry;

namespace ModelOps.Benchmarks.Registry;

/// <summary>One large artifact, registered, against <c>cp</c> of it and <c>sha256sum</c> of the copy. Ours is on disk when it returns (fsync of the file, its
/// folders and the metadata); the copy is not, so it is also shown with a flush.</summary>
internal static class BigFile
{
    private const int Rounds = 5;
    private const double Bar = 0.5;

    public static async Task RunAsync(TextWriter output, string folder, long bytes)
    {
        string source = Path.Combine(folder, "source");
        string copy = Path.Combine(folder, "copy");
        await MakeAsync(source, bytes);
        List<double> ours = [], plain = [], flushed = [];
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add((await StoreAsync(folder, source)).TotalSeconds);
            plain.Add(Time("cp \"$0\" \"$1\" && sha256sum \"$1\" > /dev/null", source, copy).TotalSeconds);
            flushed.Add(Time("cp \"$0\" \"$1\" && sync \"$1\" && sha256sum \"$1\" > /dev/null", source, copy).TotalSeconds);
        }

        double time = Spread.Of(ours).Median;
        Write(output, bytes, "cp and sha256sum", Spread.Of(plain).Median, time, Bar);
        Write(output, bytes, "cp, sync and sha256sum", Spread.Of(flushed).Median, time, null);
    }

    private static void Write(TextWriter output, long bytes, string peer, double peerSeconds, double ours, double? bar) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {bytes >> 20} MiB stored and flushed ({ours:0.00} s), speed over that of {peer} ({peerSeconds:0.00} s), medians of {Rounds} interleaved | {peerSeconds / ours:0.00} "
        + $"| {(bar is { } least ? $">= {least}" : "-")} | {(bar is { } least2 && peerSeconds / ours < least2 ? "below" : "ok")} |"));

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

    private static TimeSpan Time(string command, string source, string copy)
    {
        long start = Stopwatch.GetTimestamp();
        using (Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command, source, copy]))!)
        {
            shell.WaitForExit();
            if (shell.ExitCode != 0) { throw new InvalidOperationException("cp or sha256sum failed."); }
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        File.Delete(copy);
        return took;
    }
}
