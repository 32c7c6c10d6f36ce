using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Models;
using ModelOps.Serving.Batching;

namespace ModelOps.Benchmarks.Batching;

/// <summary>Calls that share runs against calls that run alone, from many callers at once.</summary>
internal sealed class BatchingTopic : ITopic
{
    private const int Callers = 64;
    private const double LeastGain = 5;

    public string Name => "batching";

    public string Question => "What does batching gain while many call, and cost while one does?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach (BenchmarkModel model in (BenchmarkModel[])[BenchmarkModel.SmallMlp, BenchmarkModel.WideMlp])
        {
            await using ClosedLoop shared = await ClosedLoop.StartAsync(model, Callers, BatchingMode.On);
            await using ClosedLoop alone = await ClosedLoop.StartAsync(model, Callers, BatchingMode.Off);
            await CheckSameAnswerAsync(shared, alone, model);
            yield return new Comparison
            {
                Name = $"{model.Name}, {Callers} callers, batched against each call alone",
                Ours = new Contender("shared runs", shared.CallAsync),
                Peer = new Contender("runs alone", alone.CallAsync),
                Clock = SampleClock.Wall,
                Bars = model == BenchmarkModel.SmallMlp ? [Bar.FasterBy(LeastGain)] : [],
                WhyBelow = "A lone run, bound to its memory, costs about 3.6 us of CPU here, so what it costs a call to wait and be woken weighs more than it did beside slower calls.",
            };
        }
    }

    private static async Task CheckSameAnswerAsync(ClosedLoop shared, ClosedLoop alone, BenchmarkModel model)
    {
        await shared.CallAsync(10 * Callers);
        await alone.CallAsync(10 * Callers);
        for (int caller = 0; caller < Callers; caller++)
        {
            if (!shared.AnswerOf(caller).SequenceEqual(alone.AnswerOf(caller)))
            {
                throw new InvalidOperationException($"Batched and lone answers differ on model '{model.Name}': the comparison would mean nothing.");
            }
        }
    }
}
