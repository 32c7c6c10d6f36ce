using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Quantization.Accuracy;

/// <summary>Adds up how far outputs lie from those expected, output by output, and tells of the worst.</summary>
internal sealed class ErrorMeter
{
    private readonly Dictionary<string, (double Signal, double Noise)> _energies = new(StringComparer.Ordinal);

    /// <summary>Whether an output was expected to be of floats; others are not compared.</summary>
    public bool HasFloats => _energies.Count > 0;

    /// <summary>Largest <c>|y - y'| / |y|</c> of an output; NaN when an answer is not finite where it was expected to be.</summary>
    public double RelativeError
    {
        get
        {
            double worst = 0;
            foreach ((double signal, double noise) in _energies.Values)
            {
                double error = noise == 0 ? 0 : Math.Sqrt(noise / signal);
                if (double.IsNaN(error) || error > worst) { worst = error; }
                if (double.IsNaN(worst)) { break; }
            }

            return worst;
        }
    }

    /// <summary>The same in decibels.</summary>
    public double Sqnr => -20 * Math.Log10(RelativeError);

    /// <summary>Compares the outputs of a call.</summary>
    public void Add(IReadOnlyList<OnnxTensor> expected, IReadOnlyList<OnnxTensor> actual)
    {
        foreach (OnnxTensor tensor in expected.Where(static t => t.ElementType == OnnxElementType.Float))
        {
            ReadOnlySpan<float> y = Floats(tensor);
            ReadOnlySpan<float> found = actual.FirstOrDefault(t => t.Name == tensor.Name) is { ElementType: OnnxElementType.Float } same ? Floats(same) : [];
            (double signal, double noise) = _energies.GetValueOrDefault(tensor.Name);
            if (found.Length != y.Length) { noise = double.NaN; }
            for (int i = 0; i < y.Length && i < found.Length; i++)
            {
                if (y[i] == found[i] || (float.IsNaN(y[i]) && float.IsNaN(found[i]))) { signal += float.IsFinite(y[i]) ? (double)y[i] * y[i] : 0; }
                else
                {
                    double difference = (double)y[i] - found[i];
                    signal += (double)y[i] * y[i];
                    noise += double.IsFinite(difference) ? difference * difference : double.NaN;
                }
            }

            _energies[tensor.Name] = (signal, noise);
        }
    }

    private static ReadOnlySpan<float> Floats(OnnxTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);
}
