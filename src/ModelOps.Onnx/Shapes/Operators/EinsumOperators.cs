namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Sums of products, written as an equation of dimensions.</summary>
internal static class EinsumOperators
{
    public static void Register(OperatorRegistry registry) => registry.Add(Einsum, "Einsum");

    private static void Einsum(NodeContext node)
    {
        string equation = node.Text("equation", string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal);
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? equation : equation[..arrow]).Split(',');
        if (terms.Length != node.InputCount)
        {
            node.Find(OnnxRule.Attribute, $"its equation {Quote.Short(equation)} has {terms.Length} terms for {node.InputCount} inputs");
            return;
        }

        string result = arrow < 0 ? Implied(terms) : equation[(arrow + 2)..];
        if (equation.Contains('.', StringComparison.Ordinal) || result.Length > ShapeBudget.MaxRank) // dimensions without letters
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        Dictionary<char, Dim> sizes = [];
        for (int i = 0; i < terms.Length; i++)
        {
            if (!node.MayHaveRank(i, terms[i].Length) || !Learn(node, terms[i], node.Shape(i), sizes)) { return; }
        }

        if (result.Any(letter => !sizes.ContainsKey(letter))) { node.Find(OnnxRule.Attribute, $"its equation {Quote.Short(equation)} gives a dimension that no input has"); }
        else { node.Set(0, node.Type(0), [.. result.Select(letter => sizes[letter])]); }
    }

    private static bool Learn(NodeContext node, string term, Dim[]? shape, Dictionary<char, Dim> sizes)
    {
        for (int d = 0; d < term.Length; d++)
        {
            Dim size = shape is null ? Dim.Unknown : shape[d];
            if (!sizes.TryGetValue(term[d], out Dim known) || known.IsUnknown || known.Is(1)) { sizes[term[d]] = size; }
            else if (size.Differs(known) && !size.Is(1))
            {
                node.Find(OnnxRule.Size, $"dimension '{term[d]}' is {known} and {size}");
                return false;
            }
            else if (size.IsKnown && !known.IsKnown && !size.Is(1)) { sizes[term[d]] = size; }
        }

        return true;
    }

    private static string Implied(string[] terms) => string.Concat(
        string.Concat(terms).GroupBy(static letter => letter).Where(static group => group.Count() == 1).Select(static group => group.Key).Order());
}
