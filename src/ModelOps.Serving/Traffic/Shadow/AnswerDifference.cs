using System.Runtime.InteropServices;

namespace ModelOps.Serving;

/// <summary>How two answers to the same request differ.</summary>
/// <param name="Differs">Whether beyond the tolerances, in type, in shape or in a missing output.</param>
/// <param name="Mean">Mean absolute difference of the floating-point elements; 0 when there are none.</param>
/// <param name="Max">Largest one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AnswerDifference(bool Differs, double Mean, double Max)
{
    public static AnswerDifference Between(InferenceTensorCollection left, InferenceTensorCollection right, ShadowPolicy policy)
    {
        Tally tally = new(policy.AbsoluteTolerance, policy.RelativeTolerance);
        for (int i = 0; i < left.Count; i++)
        {
            InferenceTensor a = left[i];
            if (policy.Outputs.Count > 0 && !policy.Outputs.Contains(a.Name)) { continue; }
            if (right.Find(a.Name) is { } b && b.DataType == a.DataType && a.Shape.SequenceEqual(b.Shape)) { tally.Add(a, b); }
            else { tally.Differs = true; }
        }

        return new AnswerDifference(tally.Differs, tally.Count == 0 ? 0 : tally.Sum / tally.Count, tally.Max);
    }

    private struct Tally(double absolute, double relative)
    {
        public bool Differs { get; set; }

        public double Sum { get; private set; }

        public long Count { get; private set; }

        public double Max { get; private set; }

        public void Add(InferenceTensor a, InferenceTensor b)
        {
            for (int i = 0; a.DataType == TensorDataType.Float32 && i < a.ElementCount; i++) { Add(a.AsSpan<float>()[i], b.AsSpan<float>()[i]); }
            for (int i = 0; a.DataType == TensorDataType.Float64 && i < a.ElementCount; i++) { Add(a.AsSpan<double>()[i], b.AsSpan<double>()[i]); }
            for (int i = 0; a.DataType == TensorDataType.Float16 && i < a.ElementCount; i++) { Add((double)a.AsSpan<Half>()[i], (double)b.AsSpan<Half>()[i]); }
            for (int i = 0; a.DataType == TensorDataType.BFloat16 && i < a.ElementCount; i++) { Add(BFloat16(a, i), BFloat16(b, i)); }
            if (a.DataType is not (TensorDataType.Float32 or TensorDataType.Float64 or TensorDataType.Float16 or TensorDataType.BFloat16))
            {
                Differs |= !a.Bytes.SequenceEqual(b.Bytes);
            }
        }

        private void Add(double a, double b)
        {
            if (a.Equals(b)) // NaN equals NaN here, and infinities themselves
            {
                Count++;
                return;
            }

            double difference = Math.Abs(a - b);
            if (!double.IsFinite(difference))
            {
                Differs = true;
                return;
            }

            Differs |= difference > absolute + (relative * Math.Max(Math.Abs(a), Math.Abs(b)));
            Sum += difference;
            Count++;
            Max = Math.Max(Max, difference);
        }

        private static double BFloat16(InferenceTensor tensor, int i) => BitConverter.Int32BitsToSingle(MemoryMarshal.Cast<byte, ushort>(tensor.Bytes)[i] << 16);
    }
}
