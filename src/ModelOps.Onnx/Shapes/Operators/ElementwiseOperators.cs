namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that compute each element from the elements at its place.</summary>
internal static class ElementwiseOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(
            Same,
            "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "BitwiseNot", "Ceil", "Celu", "Clip", "Cos", "Cosh", "Elu", "Erf", "Exp", "Floor",
            "Gelu", "HardSigmoid", "HardSwish", "LeakyRelu", "Log", "Mish", "Neg", "Not", "PRelu", "Reciprocal", "Relu", "Round", "ScaledTanh", "Selu", "Shrink",
            "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Swish", "Tan", "Tanh", "ThresholdedRelu", "CumSum", "CumProd", "Trilu", "ReverseSequence");
        registry.Add(Identity, "Identity");
        registry.Add(static node => node.Set(0, OnnxElementType.Bool, node.Shape(0)), "IsInf", "IsNaN");
        registry.Add(static node => Arithmetic(node, DimMath.Add), "Add");
        registry.Add(static node => Arithmetic(node, DimMath.Subtract), "Sub");
        registry.Add(static node => Arithmetic(node, DimMath.Multiply), "Mul");
        registry.Add(static node => Arithmetic(node, DimMath.Divide), "Div");
        registry.Add(static node => Arithmetic(node, node.Flag("fmod") ? null : DimMath.Modulo), "Mod");
        registry.Add(static node => Arithmetic(node, null), "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor");
        registry.Add(static node => node.Set(0, node.Type(0), Broadcasting.Shape(node, 0, 1)), "Pow"); // base and exponent may be of two types
        registry.Add(static node => Several(node, DimMath.Min), "Min");
        registry.Add(static node => Several(node, DimMath.Max), "Max");
        registry.Add(static node => Several(node, DimMath.Add), "Sum");
        registry.Add(static node => Several(node, null), "Mean");
        registry.Add(static node => Compare(node, DimMath.Equal), "Equal");
        registry.Add(static node => Compare(node, static (a, b) => a.IsKnown && b.IsKnown ? a.Value > b.Value ? 1 : 0 : Dim.Unknown), "Greater");
        registry.Add(static node => Compare(node, static (a, b) => a.IsKnown && b.IsKnown ? a.Value < b.Value ? 1 : 0 : Dim.Unknown), "Less");
        registry.Add(static node => Compare(node, null), "GreaterOrEqual", "LessOrEqual", "And", "Or", "Xor");
        registry.Add(Where, "Where");
        registry.Add(static node => node.Set(0, node.ElementType("dtype", node.Type(0)), node.Shape(0)), "Bernoulli");
        registry.Add(Dropout, "Dropout");
    }

    public static void Same(NodeContext node) => node.Set(0, node.Type(0), node.Shape(0));

    private static void Identity(NodeContext node) => node.Set(0, node.Input(0));

    private static void Arithmetic(NodeContext node, Func<Dim, Dim, Dim>? combine)
    {
        node.ExpectSameType(0, 1);
        Dim[]? shape = Broadcasting.Shape(node, 0, 1);
        Dim[]? content = combine is null ? null : Broadcasting.Zip(node.Content(0), node.Content(1), shape, combine);
        node.Set(0, node.FirstType(0, 1), shape, content);
    }

    private static void Compare(NodeContext node, Func<Dim, Dim, Dim>? combine)
    {
        node.ExpectSameType(0, 1);
        Dim[]? shape = Broadcasting.Shape(node, 0, 1);
        node.Set(0, OnnxElementType.Bool, shape, combine is null ? null : Broadcasting.Zip(node.Content(0), node.Content(1), shape, combine));
    }

    private static void Several(NodeContext node, Func<Dim, Dim, Dim>? combine)
    {
        Fact result = node.Input(0);
        for (int i = 1; i < node.InputCount; i++)
        {
            node.ExpectSameType(0, i);
            Fact next = node.Input(i);
            Dim[]? shape = result.Shape is null || next.Shape is null ? null : Broadcasting.Pair(node, result.Shape, next.Shape);
            Dim[]? content = combine is null ? null : Broadcasting.Zip(result.Content, next.Content, shape, combine);
            result = new Fact(result.Type == OnnxElementType.Undefined ? next.Type : result.Type, shape) { Content = content };
        }

        node.Set(0, result);
    }

    private static void Where(NodeContext node)
    {
        node.ExpectSameType(1, 2);
        Dim[]? shape = Broadcasting.Shape(node, 0, 1, 2);
        node.Set(0, node.FirstType(1, 2), shape, Choose(node.Content(0), node.Content(1), node.Content(2), shape));
    }

    private static Dim[]? Choose(Dim[]? condition, Dim[]? yes, Dim[]? no, Dim[]? shape)
    {
        if (condition is null || yes is null || no is null || shape is not { Length: <= 1 }) { return null; }
        int count = Math.Max(condition.Length, Math.Max(yes.Length, no.Length));
        Dim[] result = new Dim[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryAt(condition, i, count, out Dim which) || !TryAt(yes, i, count, out Dim a) || !TryAt(no, i, count, out Dim b)) { return null; }
            result[i] = !which.IsKnown ? a.IsSame(b) ? a : Dim.Unknown : which.Value != 0 ? a : b;
        }

        return result;
    }

    private static bool TryAt(Dim[] content, int index, int count, out Dim element)
    {
        bool fits = content.Length == 1 || content.Length == count;
        element = fits ? content[content.Length == 1 ? 0 : index] : Dim.Unknown;
        return fits;
    }

    private static void Dropout(NodeContext node)
    {
        node.Set(0, node.Type(0), node.Shape(0));
        node.Set(1, node.Version < 10 ? node.Type(0) : OnnxElementType.Bool, node.Shape(0));
    }
}
