using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>Weights of a recurrent layer as ONNX stores them, direction by direction.</summary>
/// <param name="Input">Size of what comes in at each step.</param>
/// <param name="Hidden">Size of the output of a direction.</param>
/// <param name="W">Weights of the input: <c>[directions, gates * hidden, input]</c>.</param>
/// <param name="R">Weights of the last output: <c>[directions, gates * hidden, hidden]</c>.</param>
/// <param name="B">Biases of both, <c>[directions, 2 * gates * hidden]</c>, or empty.</param>
/// <param name="P">Peepholes of an LSTM from its state to the input, output and forget gates, <c>[directions, 3 * hidden]</c>, or empty.</param>
internal sealed record RecurrentWeights(int Input, int Hidden, float[] W, float[] R, float[] B, float[] P)
{
    /// <summary>Weights of one gate, or of some that lie together, of the last output.</summary>
    public PackedMatrix PackR(int direction, int gates, int first, int count) =>
        new(R.AsSpan(((direction * gates) + first) * Hidden * Hidden, count * Hidden * Hidden), Hidden, count * Hidden, isTransposed: true);

    /// <summary>Weights of the input for all gates.</summary>
    public PackedMatrix PackW(int direction, int gates) =>
        new(W.AsSpan(direction * gates * Hidden * Input, gates * Hidden * Input), Input, gates * Hidden, isTransposed: true);

    /// <summary>Biases of the input, or of the last output; zeros if there are none.</summary>
    public float[] Bias(int direction, int gates, bool isOfOutput)
    {
        int length = gates * Hidden;
        return B.Length == 0 ? new float[length] : B.AsSpan(((2 * direction) + (isOfOutput ? 1 : 0)) * length, length).ToArray();
    }

    /// <summary>Sum of both biases.</summary>
    public float[] SumOfBiases(int direction, int gates)
    {
        float[] sum = Bias(direction, gates, isOfOutput: false);
        float[] other = Bias(direction, gates, isOfOutput: true);
        for (int i = 0; i < sum.Length; i++) { sum[i] += other[i]; }
        return sum;
    }
}
