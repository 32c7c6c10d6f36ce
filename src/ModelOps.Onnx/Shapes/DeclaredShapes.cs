namespace ModelOps.Onnx.Shapes;

/// <summary>Between facts and what files declare of values.</summary>
internal sealed class DeclaredShapes
{
    private readonly Dictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);

    /// <summary>What a declaration says.</summary>
    /// <param name="value">The declaration.</param>
    /// <param name="trustsNames">Whether dimensions of one name are taken for the same; runtimes do not check it.</param>
    public Fact Read(OnnxValueInfo value, bool trustsNames)
    {
        if (value.OpaqueType is not null) { return Fact.Unknown; }
        if (!value.HasShape || value.Shape.Count > ShapeBudget.MaxRank) { return new Fact(value.ElementType, null); }
        Dim[] shape = new Dim[value.Shape.Count];
        for (int i = 0; i < shape.Length; i++)
        {
            string name = trustsNames && i < value.DimensionNames.Count ? value.DimensionNames[i] : string.Empty;
            shape[i] = value.Shape[i] >= 0 ? value.Shape[i] : name.Length > 0 ? Dim.Of(Named(name)) : Dim.Unknown;
        }

        return new Fact(value.ElementType, shape);
    }

    /// <summary>Both pieces of knowledge; where they say different things, the first.</summary>
    public static Fact Merge(Fact fact, Fact claim)
    {
        OnnxElementType type = fact.Type == OnnxElementType.Undefined ? claim.Type : fact.Type;
        if (fact.Shape is null || claim.Shape is null) { return fact with { Type = type, Shape = fact.Shape ?? claim.Shape }; }
        if (fact.Shape.Length != claim.Shape.Length) { return fact with { Type = type }; }
        Dim[]? merged = null;
        for (int i = 0; i < fact.Shape.Length; i++)
        {
            if (!SaysMore(claim.Shape[i], fact.Shape[i])) { continue; }
            merged ??= [.. fact.Shape];
            merged[i] = claim.Shape[i];
        }

        return fact with { Type = type, Shape = merged ?? fact.Shape };
    }

    /// <summary>What is wrong with a declaration; null when it can be true.</summary>
    public static string? Contradiction(Fact fact, Fact claim)
    {
        if (fact.Type != claim.Type && fact.Type != OnnxElementType.Undefined && claim.Type != OnnxElementType.Undefined)
        {
            return $"is declared as {ElementTypes.Name(claim.Type)}, but is {ElementTypes.Name(fact.Type)}";
        }

        if (fact.Shape is not { } shape || claim.Shape is not { } claimed) { return null; }
        bool differs = shape.Length != claimed.Length;
        for (int i = 0; !differs && i < shape.Length; i++) { differs = shape[i].Differs(claimed[i]); }
        return differs ? $"is declared with shape [{string.Join(", ", claimed)}], but has [{string.Join(", ", shape)}]" : null;
    }

    /// <summary>The graph with what is known of its outputs and inner values.</summary>
    public OnnxGraph Write(OnnxGraph graph, ShapeScope facts)
    {
        OnnxValueInfo[] outputs = [.. graph.Outputs.Select(output => Refine(output, facts[output.Name]))];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<OnnxValueInfo> values = [];
        foreach (OnnxValueInfo value in graph.ValueInfo)
        {
            places.TryAdd(value.Name, values.Count);
            values.Add(Refine(value, facts[value.Name]));
        }

        HashSet<string> others = new(graph.Outputs.Concat(graph.Inputs).Select(static value => value.Name), StringComparer.Ordinal);
        foreach (string name in graph.Nodes.SelectMany(static node => node.Outputs))
        {
            if (name.Length == 0 || others.Contains(name) || facts[name].SaysNothing || !places.TryAdd(name, values.Count)) { continue; }
            values.Add(Refine(new OnnxValueInfo(name, OnnxElementType.Undefined, []) { HasShape = false }, facts[name]));
        }

        return graph with { Outputs = outputs, ValueInfo = values };
    }

    private OnnxValueInfo Refine(OnnxValueInfo value, Fact fact)
    {
        if (value.OpaqueType is not null || fact.SaysNothing) { return value; }
        Fact claim = Read(value, trustsNames: true);
        if (Contradiction(fact, claim) is not null) { return value; }
        Fact merged = Merge(claim, fact);
        if (merged.Shape is not { } shape) { return value with { ElementType = merged.Type }; }
        bool named = Array.Exists(shape, static size => size.Symbol is { Name.Length: > 0 });
        return value with
        {
            ElementType = merged.Type,
            HasShape = true,
            Shape = Array.ConvertAll(shape, static size => size.IsKnown ? size.Value : -1),
            DimensionNames = named ? Array.ConvertAll(shape, static size => size.Symbol?.Name ?? string.Empty) : [],
        };
    }

    private static bool SaysMore(Dim a, Dim b) =>
        !b.IsKnown && (a.IsKnown || (a.Symbol is { Name.Length: > 0 } && b.Symbol is not { Name.Length: > 0 }) || (b.IsUnknown && !a.IsUnknown));

    private Symbol Named(string name)
    {
        if (!_symbols.TryGetValue(name, out Symbol? symbol))
        {
            symbol = new Symbol(name);
            _symbols.Add(name, symbol);
        }

        return symbol;
    }
}
