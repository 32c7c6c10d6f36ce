using ModelOps.Benchmarks.Harness;
using ModelOps.Onnx;

namespace ModelOps.Benchmarks.Quantized;

/// <summary>Quantized networks run by ModelOps.Onnx against ONNX Runtime, the same file in both.</summary>
internal sealed class QuantizedTopic : ITopic
{
    private const int DistinctRows = 256;
    private const double SmallSpeedup = 15;
    private const double LargeSpeedup = 3;

    public string Name => "quantized";

    public string Question => "How fast are 8-bit networks without ONNX Runtime?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach (QuantizedNetwork network in (QuantizedNetwork[])[new(true, 32, 64, 64, 1), new(false, 32, 64, 64, 1), new(true, 128, 256, 256, 10), new(false, 128, 256, 256, 10)])
        {
            float[] rows = network.Rows(DistinctRows);
            (int features, int outputs) = (network.Widths[0], network.Widths[^1]);
            OnnxModel model = network.Model();
            byte[] file = OnnxModelWriter.Write(model);
            foreach (int batch in (int[])[1, 16])
            {
                using BoundNetwork peer = new(file, rows, batch, features, outputs);
                SimdNetwork ours = new(model, rows, batch, features, outputs);
                CheckSameAnswers(network, ours, peer);
                yield return new Comparison
                {
                    Name = $"{network.Name}, {batch} {(batch == 1 ? "row" : "rows")}, against raw IoBinding",
                    Ours = Contender.Of("SimdModel", ours.Run),
                    Peer = Contender.Of("raw IoBinding", peer.Run),
                    Clock = SampleClock.Cpu,
                    Bars = batch == 1 ? [Bar.BytesAtMost(0), Bar.FasterBy(features == 32 ? SmallSpeedup : LargeSpeedup)] : [Bar.BytesAtMost(0)],
                    WhyBelow = "One row is bound by loading weights; the products of many rows want the 512-bit dot product of bytes, which .NET 10 does not offer.",
                };
                await Task.CompletedTask;
            }
        }
    }

    private static void CheckSameAnswers(QuantizedNetwork network, SimdNetwork ours, BoundNetwork peer)
    {
        for (int i = 0; i < peer.Batches; i++)
        {
            ours.Run();
            peer.Run();
            if (!ours.Output.AsSpan().SequenceEqual(peer.Output))
            {
                throw new InvalidOperationException($"Ours and the peer differ on '{network.Name}': the comparison would mean nothing.");
            }
        }
    }
}
