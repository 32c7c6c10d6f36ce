using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Kernels.Recurrent;

namespace ModelOps.Onnx.Operators.Recurrent;

/// <summary>Recurrent layers with constant weights.</summary>
internal static class RecurrentOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "LSTM", Lstm);
        set.Add(string.Empty, "GRU", Gru);
        set.Add(string.Empty, "RNN", Rnn);
    }

    private static CompiledNode Lstm(NodeContext node)
    {
        RecurrentForm form = RecurrentForm.Read(node, 4, ["Sigmoid", "Tanh", "Tanh"]);
        bool couplesForget = node.Attributes.Flag("input_forget");
        return Compile(node, form, i => new LstmPass(FloatKernels.Best, form.Weights, i, form.ActivationsOf(i), form.Clip, couplesForget));
    }

    private static CompiledNode Gru(NodeContext node)
    {
        RecurrentForm form = RecurrentForm.Read(node, 3, ["Sigmoid", "Tanh"]);
        bool isLinearBeforeReset = node.Attributes.Flag("linear_before_reset");
        return Compile(node, form, i => new GruPass(FloatKernels.Best, form.Weights, i, form.ActivationsOf(i), form.Clip, isLinearBeforeReset));
    }

    private static CompiledNode Rnn(NodeContext node)
    {
        RecurrentForm form = RecurrentForm.Read(node, 1, ["Tanh"]);
        return Compile(node, form, i => new RnnPass(FloatKernels.Best, form.Weights, i, form.ActivationsOf(i)[0], form.Clip));
    }

    private static CompiledNode Compile(NodeContext node, RecurrentForm form, Func<int, RecurrentPass> pass)
    {
        for (int i = 0; i < node.OutputCount; i++) { node.SetOutputType(i, OnnxElementType.Float); }
        RecurrentPass[] passes = [.. Enumerable.Range(0, form.Directions).Select(pass)];
        RecurrentLayer layer = new(passes, form.Direction, form.Weights.Input, form.Weights.Hidden, form.IsBatchFirst);

        // Rows are counted along the first dimension, which is that of the batch in this layout alone; the states may come in another one.
        bool isRowWise = form.IsBatchFirst && !node.HasInput(4) && !node.HasInput(5) && !node.HasInput(6);
        return new CompiledNode(v => new RecurrentStep(v, layer)) { IsRowWise = isRowWise };
    }
}
