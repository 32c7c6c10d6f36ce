using System.Runtime.InteropServices;

namespace ModelOps.Serving.Batching;

/// <summary>How far the answers of rows that share a run are from those of the rows alone.</summary>
/// <param name="alone">Answers of the rows alone.</param>
internal sealed class AnswerDifference(IReadOnlyList<InferenceResponse> alone)
{
    private const double LeastPart = 0.01; // a value near zero counts as this part of the usual one

    /// <summary>Largest difference, as a part of the larger value or of the mean one; infinite where something other than a fraction differs.</summary>
    public double Max { get; private set; }

    /// <summary>The output of the largest difference, for people; empty when there is none.</summary>
    public string Where { get; private set; } = string.Empty;

    public BatchInvariance Verdict(double tolerance) =>
        Max == 0 ? BatchInvariance.BitEqual : Max <= tolerance ? BatchInvariance.WithinTolerance : BatchInvariance.PeerDependent;

    /// <summary>Compares the answer of a run, whose rows are those alone, round and round.</summary>
    public void Add(InferenceResponse run)
    {
        using InferenceResponse row = new();
        for (int output = 0; output < run.Outputs.Count; output++)
        {
            double usual = MeanOf(alone.Average(a => Magnitude(a.Outputs[output])));
            for (int i = 0; i < run.Outputs[output].Shape[0]; i++)
            {
                row.Reset();
                BatchTensors.Scatter(run.Outputs[output], i, 1, row);
                Note(alone[i % alone.Count].Outputs[output], row.Outputs[0], usual);
            }
        }
    }

    private static double MeanOf(double mean) => double.IsFinite(mean) ? mean : 0;

    private void Note(InferenceTensor expected, InferenceTensor actual, double usual)
    {
        if (expected.Bytes.SequenceEqual(actual.Bytes)) { return; }
        double difference = !expected.Shape.SequenceEqual(actual.Shape) ? double.PositiveInfinity : expected.DataType switch
        {
            TensorDataType.Float32 => Largest(MemoryMarshal.Cast<byte, float>(expected.Bytes), MemoryMarshal.Cast<byte, float>(actual.Bytes), static v => v, Floor(expected, usual)),
            TensorDataType.Float64 => Largest(MemoryMarshal.Cast<byte, double>(expected.Bytes), MemoryMarshal.Cast<byte, double>(actual.Bytes), static v => v, Floor(expected, usual)),
            TensorDataType.Float16 => Largest(MemoryMarshal.Cast<byte, Half>(expected.Bytes), MemoryMarshal.Cast<byte, Half>(actual.Bytes), static v => (double)v, Floor(expected, usual)),
            _ => double.PositiveInfinity,
        };
        if (difference <= Max) { return; }
        Max = difference;
        Where = $"output '{expected.Name}' differs";
    }

    private static double Floor(InferenceTensor row, double usual) => Math.Max(MeanOf(Magnitude(row)), LeastPart * usual);

    private static double Largest<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<T, double> toDouble, double floor)
    {
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            (double a, double b) = (toDouble(expected[i]), toDouble(actual[i]));
            if (a.Equals(b)) { continue; } // NaN equals NaN here
            double part = Math.Abs(a - b) / Math.Max(floor, Math.Max(Math.Abs(a), Math.Abs(b)));
            largest = Math.Max(largest, double.IsNaN(part) ? double.PositiveInfinity : part);
        }

        return largest;
    }

    /// <summary>Mean of the absolute values.</summary>
    private static double Magnitude(InferenceTensor tensor) => tensor.DataType switch
    {
        TensorDataType.Float32 => Mean(MemoryMarshal.Cast<byte, float>(tensor.Bytes), static v => v),
        TensorDataType.Float64 => Mean(MemoryMarshal.Cast<byte, double>(tensor.Bytes), static v => v),
        TensorDataType.Float16 => Mean(MemoryMarshal.Cast<byte, Half>(tensor.Bytes), static v => (double)v),
        _ => 0,
    };

    private static double Mean<T>(ReadOnlySpan<T> values, Func<T, double> toDouble)
    {
        double sum = 0;
        foreach (T value in values) { sum += Math.Abs(toDouble(value)); }
        return values.Length == 0 ? 0 : sum / values.Length;
    }
}
