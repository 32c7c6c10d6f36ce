using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Models;

namespace ModelOps.Benchmarks.Serving;

/// <summary>In-process calls against ONNX Runtime's own API.</summary>
internal sealed class ServingTopic : ITopic
{
    /// <summary>What the pipeline may add to a raw call of a small model, in microseconds.</summary>
    private const double OverheadBar = 3;

    private readonly Bar[] _bars = [Bar.OverheadAtMost(OverheadBar), AllocationBudget.BarFor("IInferenceClient.InferAsync in process")];

    public string Name => "serving";

    public string Question => "What does the whole in-process pipeline cost over a raw call of the runtime?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach (BenchmarkModel model in (BenchmarkModel[])[BenchmarkModel.Tiny, BenchmarkModel.SmallMlp])
        {
            await using InProcessServing serving = await InProcessServing.StartAsync(model);
            using RawOnnxRuntime raw = new(model);
            await CheckSameAnswerAsync(serving, raw, model);
            Contender ours = new("InferAsync", serving.InferAsync);
            Contender rawRun = Contender.Of("raw Run", raw.Run);
            if (model == BenchmarkModel.Tiny) { yield return Control(rawRun); }
            yield return Compare(model, ours, rawRun);
            yield return Compare(model, ours, Contender.Of("raw IoBinding", raw.RunBound));
            using MetricsSink metrics = new();
            await serving.InferAsync();
            if (metrics.Count == 0) { throw new InvalidOperationException("A call gave no measurement: the row with metrics would mean nothing."); }
            yield return Compare(model, ours with { Name = "InferAsync with metrics" }, rawRun);

            await using InProcessServing busy = await InProcessServing.StartAsync(model, isBusy: true);
            await CheckSameAnswerAsync(busy, raw, model);
            if (busy.Observed == 0) { throw new InvalidOperationException("The observer saw no call: the row with routing and observers would mean nothing."); }
            yield return Compare(model, new Contender("InferAsync with routing, observer and metrics", busy.InferAsync), rawRun);
        }
    }

    private Comparison Compare(BenchmarkModel model, Contender ours, Contender peer) => new()
    {
        Name = $"{ours.Name}, {model.Name}, against {peer.Name}",
        Ours = ours,
        Peer = peer,
        Clock = SampleClock.Cpu,
        Bars = _bars,
    };

    private static Comparison Control(Contender contender) => new()
    {
        Name = $"control: {contender.Name} against itself",
        Ours = contender,
        Peer = contender,
        Clock = SampleClock.Cpu,
        Bars = [Bar.RatioWithin(0.1)],
        WhyBelow = "The machine is too busy for any row of this table to be trusted.",
    };

    private static async Task CheckSameAnswerAsync(InProcessServing serving, RawOnnxRuntime raw, BenchmarkModel model)
    {
        await serving.InferAsync();
        raw.Run();
        if (!serving.Output.SequenceEqual(raw.Output))
        {
            throw new InvalidOperationException($"Ours and the peer differ on model '{model.Name}': the comparison would mean nothing.");
        }
    }
}
