using System.Runtime.InteropServices;
using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

/// <summary>Random inputs, and how far answers lie apart.</summary>
internal static class Samples
{
    /// <summary>Standard normal inputs for a model with one input <c>x</c>.</summary>
    public static OnnxSample[] Normal(OnnxModel model, int count, int rows = 8, int seed = 7)
    {
        Random random = new(seed);
        long[] shape = [rows, .. model.Graph.Inputs[0].Shape.Skip(1)];
        return [.. Enumerable.Range(0, count).Select(_ => new OnnxSample([Nets.Floats(random, "x", shape, 1)]))];
    }

    public static float[] Values(OnnxTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    /// <summary>First outputs of a model for samples, after another.</summary>
    public static float[] Run(OnnxModel model, IEnumerable<OnnxSample> samples)
    {
        using OrtEvaluator evaluator = new(model);
        return [.. samples.SelectMany(sample => Values(evaluator.Run(sample.Inputs)[0]))];
    }

    /// <summary>Ratio of signal to noise in decibels.</summary>
    public static double Sqnr(float[] expected, float[] actual)
    {
        double signal = expected.Sum(static e => (double)e * e);
        double noise = expected.Zip(actual, static (e, a) => ((double)e - a) * (e - a)).Sum();
        return 10 * Math.Log10(signal / noise);
    }
}
