using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Operators on each element of one tensor.</summary>
internal static class UnaryOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        AddNumber(set, "Neg", static _ => default(Numbers.Negate), static _ => default(LaneFunctions.Negate));
        AddNumber(set, "Abs", static _ => default(Numbers.Abs), static _ => default(LaneFunctions.Abs));
        AddNumber(set, "Sign", static _ => default(Numbers.Sign));
        AddNumber(set, "Relu", static _ => default(Numbers.Relu), static _ => default(LaneActivations.Relu));
        AddNumber(set, "Shrink", static a => new Numbers.Shrink(a.Float("lambd", 0.5f), a.Float("bias", 0)));
        AddReal(set, "Exp", static _ => default(Reals.Exp), static _ => default(LaneFunctions.Exp));
        AddReal(set, "Log", static _ => default(Reals.Log), static _ => default(LaneFunctions.Log));
        AddReal(set, "Sqrt", static _ => default(Reals.Sqrt), static _ => default(LaneFunctions.Sqrt));
        AddReal(set, "Reciprocal", static _ => default(Reals.Reciprocal), static _ => default(LaneFunctions.Reciprocal));
        AddReal(set, "Floor", static _ => default(Reals.Floor), static _ => default(LaneFunctions.Floor));
        AddReal(set, "Ceil", static _ => default(Reals.Ceiling), static _ => default(LaneFunctions.Ceiling));
        AddReal(set, "Round", static _ => default(Reals.Round), static _ => default(LaneFunctions.Round));
        AddTrigonometry(set);
        AddActivations(set);
        set.Add(string.Empty, "Not", static node =>
        {
            node.RequireType(0, OnnxElementType.Bool);
            return Compiled(node, OnnxElementType.Bool, new UnaryKernel<Bits.LogicalNot, bool, bool>(default));
        });
        set.Add(string.Empty, "BitwiseNot", static node => Compiled(node, node.InputType(0), UnaryKernels.Complement(node.InputType(0))));
        set.Add(string.Empty, "IsNaN", static node => Compiled(node, OnnxElementType.Bool, UnaryKernels.IsNaN(node.InputType(0))));
        set.Add(string.Empty, "IsInf", static node => Compiled(
            node,
            OnnxElementType.Bool,
            UnaryKernels.IsInfinity(node.InputType(0), node.Attributes.Flag("detect_negative", true), node.Attributes.Flag("detect_positive", true))));
    }

    private static void AddTrigonometry(OperatorSet set)
    {
        AddReal(set, "Sin", static _ => default(Reals.Sin), static _ => default(LaneFunctions.Sin));
        AddReal(set, "Cos", static _ => default(Reals.Cos), static _ => default(LaneFunctions.Cos));
        AddReal(set, "Tan", static _ => default(Reals.Tan));
        AddReal(set, "Asin", static _ => default(Reals.Asin));
        AddReal(set, "Acos", static _ => default(Reals.Acos));
        AddReal(set, "Atan", static _ => default(Reals.Atan));
        AddReal(set, "Sinh", static _ => default(Reals.Sinh));
        AddReal(set, "Cosh", static _ => default(Reals.Cosh));
        AddReal(set, "Tanh", static _ => default(Reals.Tanh), static _ => default(LaneFunctions.Tanh));
        AddReal(set, "Asinh", static _ => default(Reals.Asinh));
        AddReal(set, "Acosh", static _ => default(Reals.Acosh));
        AddReal(set, "Atanh", static _ => default(Reals.Atanh));
    }

    private static void AddActivations(OperatorSet set)
    {
        set.Add(string.Empty, "Erf", static node =>
        {
            node.RequireType(0, OnnxElementType.Float);
            return Compiled(node, OnnxElementType.Float, LaneKernels.Unary(VectorWidths.Best, default(LaneFunctions.Erf)));
        });
        AddReal(set, "Sigmoid", static _ => default(Activations.Sigmoid), static _ => default(LaneFunctions.Sigmoid));
        AddReal(set, "Softplus", static _ => default(Activations.Softplus));
        AddReal(set, "Softsign", static _ => default(Activations.Softsign), static _ => default(LaneActivations.Softsign));
        AddReal(set, "LeakyRelu", static a => new Activations.LeakyRelu(a.Float("alpha", 0.01f)), static a => new LaneActivations.LeakyRelu(a.Float("alpha", 0.01f)));
        AddReal(set, "Elu", static a => new Activations.Elu(a.Float("alpha", 1)), static a => new LaneActivations.Elu(a.Float("alpha", 1)));
        AddReal(set, "Selu", static a => new Activations.Selu(a.Float("alpha", 1.67326319217681884765625f), a.Float("gamma", 1.05070102214813232421875f)), static a => new LaneActivations.Selu(a.Float("alpha", 1.67326319217681884765625f), a.Float("gamma", 1.05070102214813232421875f)));
        AddReal(set, "Celu", static a => new Activations.Celu(a.Float("alpha", 1)), static a => new LaneActivations.Celu(a.Float("alpha", 1)));
        AddReal(set, "ThresholdedRelu", static a => new Activations.ThresholdedRelu(a.Float("alpha", 1)), static a => new LaneActivations.ThresholdedRelu(a.Float("alpha", 1)));
        AddReal(set, "HardSigmoid", static a => new Activations.HardSigmoid(a.Float("alpha", 0.2f), a.Float("beta", 0.5f)), static a => new LaneActivations.HardSigmoid(a.Float("alpha", 0.2f), a.Float("beta", 0.5f)));
        AddReal(set, "HardSwish", static _ => default(Activations.HardSwish), static _ => default(LaneActivations.HardSwish));
        AddReal(set, "Mish", static _ => default(Activations.Mish));
    }

    private static void AddNumber<TFunction>(OperatorSet set, string name, Func<NodeAttributes, TFunction> create)
        where TFunction : struct, INumberUnary =>
        set.Add(string.Empty, name, node => Compiled(node, node.InputType(0), UnaryKernels.Number(node.InputType(0), create(node.Attributes))));

    private static void AddReal<TFunction>(OperatorSet set, string name, Func<NodeAttributes, TFunction> create)
        where TFunction : struct, IRealUnary =>
        set.Add(string.Empty, name, node => Compiled(node, node.InputType(0), UnaryKernels.Real(node.InputType(0), create(node.Attributes))));

    private static void AddNumber<TFunction, TLanes>(OperatorSet set, string name, Func<NodeAttributes, TFunction> create, Func<NodeAttributes, TLanes> createLanes)
        where TFunction : struct, INumberUnary
        where TLanes : struct, ILaneUnary =>
        set.Add(string.Empty, name, node => Compiled(node, node.InputType(0), node.InputType(0) == OnnxElementType.Float
            ? LaneKernels.Unary(VectorWidths.Best, createLanes(node.Attributes))
            : UnaryKernels.Number(node.InputType(0), create(node.Attributes))));

    private static void AddReal<TFunction, TLanes>(OperatorSet set, string name, Func<NodeAttributes, TFunction> create, Func<NodeAttributes, TLanes> createLanes)
        where TFunction : struct, IRealUnary
        where TLanes : struct, ILaneUnary =>
        set.Add(string.Empty, name, node => Compiled(node, node.InputType(0), node.InputType(0) == OnnxElementType.Float
            ? LaneKernels.Unary(VectorWidths.Best, createLanes(node.Attributes))
            : UnaryKernels.Real(node.InputType(0), create(node.Attributes))));

    private static CompiledNode Compiled(NodeContext node, OnnxElementType result, UnaryKernel kernel)
    {
        node.SetOutputType(0, result);
        return new CompiledNode(v => new UnaryStep(v, kernel)) { IsRowWise = true };
    }
}
