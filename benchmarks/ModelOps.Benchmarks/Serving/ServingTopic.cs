using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Models;

namespace ModelOps.Benchmarks.Serving;

/// <summary>In-process calls against ONNX Runtime's own API.</summary>
internal sealed class ServingTopic : ITopic
{
    /// <summary>What the pipeline may add to a raw call of a small model, in microseconds.</summary>
    private const double OverheadBar = 3;

    public string Name => "serving";

    public string Question => "What does the whole in-process pipeline cost over a raw call of the runtime?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        Bar[] bars = [Bar.OverheadAtMost(OverheadBar), AllocationBudget.BarFor("IInferenceClient.InferAsync in process")];
        foreach (BenchmarkModel model in (BenchmarkModel[])[BenchmarkModel.Tiny, BenchmarkModel.SmallMlp])
        {
            await using InProcessServing ours = await InProcessServing.StartAsync(model);
            using RawOnnxRuntime raw = new(model);
            await CheckSameAnswerAsync(ours, raw, model);
            foreach (Contender peer in (Contender[])[Contender.Of("raw Run", raw.Run), Contender.Of("raw IoBinding", raw.RunBound)])
            {
                yield return new Comparison
                {
                    Name = $"in process, {model.Name}, against {peer.Name}",
                    Ours = new Contender("InferAsync", ours.InferAsync),
                    Peer = peer,
                    Clock = SampleClock.Cpu,
                    Bars = bars,
                };
            }
        }
    }

    private static async Task CheckSameAnswerAsync(InProcessServing ours, RawOnnxRuntime raw, BenchmarkModel model)
    {
        await ours.InferAsync();
        raw.Run();
        if (!ours.Output.SequenceEqual(raw.Output))
        {
            throw new InvalidOperationException($"Ours and the peer differ on model '{model.Name}': the comparison would mean nothing.");
        }
    }
}
