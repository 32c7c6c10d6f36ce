using System.Numerics;

namespace ModelOps.Serving;

/// <summary>Counts what one generation does. Thread-safe, without locks and without garbage; times are in <see cref="TimeSpan.Ticks"/>.</summary>
internal sealed class ModelStatisticsRecorder(TimeProvider timeProvider)
{
    private const int Exact = 64;
    private const int Sizes = Exact + 32;
    private readonly DurationCounter _success = new();
    private readonly DurationCounter _failure = new();
    private readonly DurationCounter _queue = new();
    private readonly DurationCounter _cacheHit = new();
    private readonly DurationCounter _cacheMiss = new();
    private readonly DurationCounter?[] _gather = new DurationCounter?[Sizes];
    private readonly DurationCounter?[] _infer = new DurationCounter?[Sizes];
    private readonly DurationCounter?[] _scatter = new DurationCounter?[Sizes];
    private long _rows;
    private long _last;

    public void Succeeded(TimeSpan elapsed) => Succeeded(1, elapsed);

    public void Succeeded(int calls, TimeSpan total)
    {
        _success.Add(calls, total);
        Volatile.Write(ref _last, timeProvider.GetTimestamp());
    }

    public void Failed(TimeSpan elapsed) => _failure.Add(elapsed);

    public void Queued(int calls, TimeSpan total) => _queue.Add(calls, total);

    public void CacheHit(TimeSpan elapsed) => _cacheHit.Add(elapsed);

    public void CacheMiss(TimeSpan elapsed) => _cacheMiss.Add(elapsed);

    /// <summary>One run of the model over <paramref name="rows"/> rows.</summary>
    public void Executed(int rows, TimeSpan gather, TimeSpan infer, TimeSpan scatter)
    {
        int size = Index(Math.Max(1, rows));
        Interlocked.Add(ref _rows, rows);
        At(_gather, size).Add(gather);
        At(_infer, size).Add(infer);
        At(_scatter, size).Add(scatter);
    }

    public ModelStatistics Read(string model, string version)
    {
        List<BatchStatistics> batches = [];
        for (int i = 0; i < Sizes; i++)
        {
            if (Volatile.Read(ref _infer[i]) is { } infer) { batches.Add(new BatchStatistics(SizeAt(i), At(_gather, i).Read(), infer.Read(), At(_scatter, i).Read())); }
        }

        long last = Volatile.Read(ref _last);
        return new ModelStatistics
        {
            Model = model,
            Version = version,
            LastInference = last == 0 ? null : timeProvider.GetUtcNow() - timeProvider.GetElapsedTime(last),
            InferenceCount = Interlocked.Read(ref _rows),
            ExecutionCount = batches.Sum(static b => b.ComputeInfer.Count),
            Success = _success.Read(),
            Failure = _failure.Read(),
            Queue = _queue.Read(),
            ComputeInput = Sum(batches, static b => b.ComputeInput),
            ComputeInfer = Sum(batches, static b => b.ComputeInfer),
            ComputeOutput = Sum(batches, static b => b.ComputeOutput),
            CacheHit = _cacheHit.Read(),
            CacheMiss = _cacheMiss.Read(),
            Batches = batches,
        };
    }

    private static int Index(int rows) => rows <= Exact ? rows - 1 : Exact + BitOperations.Log2((uint)(rows - 1) / Exact);

    private static int SizeAt(int index) => index < Exact ? index + 1 : (int)Math.Min(int.MaxValue, (2L * Exact) << (index - Exact));

    private static DurationCounter At(DurationCounter?[] counters, int index) =>
        Volatile.Read(ref counters[index]) ?? Interlocked.CompareExchange(ref counters[index], new DurationCounter(), null) ?? counters[index]!;

    private static ModelDuration Sum(List<BatchStatistics> batches, Func<BatchStatistics, ModelDuration> part) =>
        new(batches.Sum(b => part(b).Count), TimeSpan.FromTicks(batches.Sum(b => part(b).Total.Ticks)));
}
