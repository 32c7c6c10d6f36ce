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

    public string Question => "What does batching gain while many call?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach (BenchmarkModel model in (BenchmarkModel[])[BenchmarkModel.SmallMlp, BenchmarkModel.WideMlp])
        {
            await using ClosedLoop shared = await ClosedLoop.StartAsync(model, Callers, BatchingMode.On);
            await using ClosedLoop alone = await ClosedLoop.StartAsync(model, Callers, BatchingMode.Off);
            using RawClosedLoop raw = new(model, Callers);
            await CheckSameAnswersAsync(model, shared, alone, raw);
            Contender ours = new("shared runs", shared.CallAsync);
            yield return new Comparison
            {
                Name = $"{model.Name}, {Callers} callers, batched against ONNX Runtime's Run for each call",
                Ours = ours,
                Peer = new Contender("raw Run", raw.CallAsync),
                Clock = SampleClock.Wall,
                Bars = model == BenchmarkModel.SmallMlp ? [Bar.FasterBy(LeastGain)] : [],
                WhyBelow = "A lone run costs some 3.4 us of CPU here and a call that waits 0.8: queueing and waking bounce a few cache lines between the cores, which weighs on so small a network.",
            };
            yield return new Comparison
            {
                Name = $"{model.Name}, {Callers} callers, batched against batching off",
                Ours = ours,
                Peer = new Contender("runs alone", alone.CallAsync),
                Clock = SampleClock.Wall,
            };
        }
    }

    private static async Task CheckSameAnswersAsync(BenchmarkModel model, ClosedLoop shared, ClosedLoop alone, RawClosedLoop raw)
    {
        await shared.CallAsync(10 * Callers);
        await alone.CallAsync(10 * Callers);
        await raw.CallAsync(10 * Callers);
        for (int caller = 0; caller < Callers; caller++)
        {
            if (!shared.AnswerOf(caller).SequenceEqual(alone.AnswerOf(caller)) || !shared.AnswerOf(caller).SequenceEqual(raw.AnswerOf(caller)))
            {
                throw new InvalidOperationException($"Batched and lone answers differ on model '{model.Name}': the comparison would mean nothing.");
            }
        }
    }
}
