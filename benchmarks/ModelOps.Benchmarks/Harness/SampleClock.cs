using System.Diagnostics;

namespace ModelOps.Benchmarks.Harness;

/// <summary>A clock for samples, and how long what it times must run.</summary>
/// <param name="Name">For people.</param>
/// <param name="Read">Time since some fixed moment.</param>
/// <param name="SampleTime">Shortest sample that counts.</param>
/// <param name="WarmUpTime">Time on the wall before the first sample: long enough for the code on the path to reach its final compiled form.</param>
internal sealed record SampleClock(string Name, Func<TimeSpan> Read, TimeSpan SampleTime, TimeSpan WarmUpTime)
{
    /// <summary>CPU time of the whole process, so work moved to other threads counts and time lost to other processes does not.</summary>
    public static SampleClock Cpu { get; } = new(
        "cpu", static () => Environment.CpuUsage.TotalTime, TimeSpan.FromMilliseconds(8), TimeSpan.FromMilliseconds(500));

    /// <summary>CPU time as well, for calls of milliseconds whose peer leaves the caches cold: a sample is long enough for that not to count.</summary>
    public static SampleClock LongCpu { get; } = Cpu with { SampleTime = TimeSpan.FromMilliseconds(100) };

    /// <summary>Time on the wall, for work that waits for another thread.</summary>
    public static SampleClock Wall { get; } = new(
        "wall", static () => Stopwatch.GetElapsedTime(0), TimeSpan.FromMilliseconds(30), TimeSpan.FromSeconds(2));
}
