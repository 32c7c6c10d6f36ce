namespace ModelOps.Onnx.Validation;

/// <summary>One check of one model.</summary>
internal sealed class ModelChecker(OnnxModel model)
{
    private readonly List<OnnxFinding> _findings = [];
    private readonly HashSet<string> _functionDomains = new(model.Functions.Select(static function => function.Domain), StringComparer.Ordinal);
    private IReadOnlyDictionary<string, long> _operatorSets = model.OperatorSets;
    private HashSet<string> _parameters = [];

    public IReadOnlyList<OnnxFinding> Check()
    {
        CheckOperatorSets("the model", model.OperatorSets);
        CheckGraph(model.Graph, outer: null, path: string.Empty);
        HashSet<(string, string, string)> known = [];
        foreach (OnnxFunction function in model.Functions)
        {
            string where = $"function {Quote.Short(function.Name)}";
            if (function.Name.Length == 0) { Find(OnnxRule.Named, where, "it has no name"); }
            if (!known.Add((function.Domain, function.Name, function.Overload))) { Find(OnnxRule.Unique, where, "there are two of it"); }
            CheckFunction(function, where);
        }

        return _findings;
    }

    private void CheckFunction(OnnxFunction function, string where)
    {
        CheckOperatorSets(where, function.OperatorSets);
        _operatorSets = function.OperatorSets;
        _parameters = new HashSet<string>(function.Parameters.Concat(function.DefaultedParameters.Select(static parameter => parameter.Name)), StringComparer.Ordinal);
        Scope scope = new(function.Nodes, outer: null);
        foreach (string input in function.Inputs)
        {
            if (!scope.Add(input)) { Find(OnnxRule.Unique, where, $"there are two inputs {Quote.Short(input)}"); }
        }

        CheckNodes(function.Nodes, scope, where + ", ");
        foreach (string output in function.Outputs.Where(output => !scope.Sees(output)))
        {
            Find(OnnxRule.Defined, where, $"nothing produces its output {Quote.Short(output)}");
        }

        _operatorSets = model.OperatorSets;
        _parameters = [];
    }

    private void CheckGraph(OnnxGraph graph, Scope? outer, string path)
    {
        Scope scope = new(graph.Nodes, outer);
        HashSet<string> constants = new(StringComparer.Ordinal);
        foreach (OnnxValueInfo input in graph.Inputs)
        {
            CheckValue(input, $"{path}input {Quote.Short(input.Name)}");
            if (!scope.Add(input.Name)) { Find(OnnxRule.Unique, $"{path}input {Quote.Short(input.Name)}", "there are two of it"); }
        }

        foreach (OnnxTensor tensor in graph.Initializers)
        {
            string where = $"{path}initializer {Quote.Short(tensor.Name)}";
            CheckTensor(tensor, where);
            AddConstant(tensor.Name, where, scope, constants);
        }

        foreach (OnnxOpaque sparse in graph.Opaque.Where(static part => part.Kind == "sparse_initializer"))
        {
            AddConstant(sparse.Name, $"{path}sparse initializer {Quote.Short(sparse.Name)}", scope, constants);
        }

        CheckNodes(graph.Nodes, scope, path);
        HashSet<string> outputs = new(StringComparer.Ordinal);
        foreach (OnnxValueInfo output in graph.Outputs)
        {
            string where = $"{path}output {Quote.Short(output.Name)}";
            CheckValue(output, where);
            if (!outputs.Add(output.Name)) { Find(OnnxRule.Unique, where, "there are two of it"); }
            if (!scope.Sees(output.Name)) { Find(OnnxRule.Defined, where, "nothing produces it"); }
        }
    }

    private void AddConstant(string name, string where, Scope scope, HashSet<string> constants)
    {
        if (name.Length == 0) { Find(OnnxRule.Named, where, "it has no name"); }
        if (!constants.Add(name)) { Find(OnnxRule.Unique, where, "there are two of it"); }
        scope.Add(name); // an input of the same name is allowed: the constant is its default
    }

    private void CheckNodes(IReadOnlyList<OnnxNode> nodes, Scope scope, string path)
    {
        for (int i = 0; i < nodes.Count && _findings.Count < OnnxModelValidator.MaxFindings; i++)
        {
            OnnxNode node = nodes[i];
            if (!IsImported(node.Domain)) { Find(OnnxRule.Imported, Where(path, i, node), $"no operator set of its domain {Quote.Short(node.Domain)} is imported"); }
            foreach (string input in node.Inputs.Where(input => input.Length > 0 && !scope.Sees(input)))
            {
                if (scope.IsProducedAnywhere(input)) { Find(OnnxRule.Sorted, Where(path, i, node), $"it reads {Quote.Short(input)} before a node writes it: nodes are out of order, or form a cycle"); }
                else { Find(OnnxRule.Defined, Where(path, i, node), $"nothing produces its input {Quote.Short(input)}"); }
            }

            CheckAttributes(node, scope, path, i);
            foreach (string output in node.Outputs.Where(static output => output.Length > 0))
            {
                if (scope.OuterSees(output)) { Find(OnnxRule.Unique, Where(path, i, node), $"its output {Quote.Short(output)} hides a value of the graph around it"); }
                if (!scope.Add(output)) { Find(OnnxRule.Unique, Where(path, i, node), $"its output {Quote.Short(output)} exists already"); }
            }
        }
    }

    private void CheckAttributes(OnnxNode node, Scope scope, string path, int index)
    {
        if (node.Attributes.Count == 0) { return; }
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            if (!names.Add(attribute.Name)) { Find(OnnxRule.Unique, Where(path, index, node), $"there are two attributes {Quote.Short(attribute.Name)}"); }
            switch (attribute.Value)
            {
                case OnnxTensor tensor: CheckTensor(tensor, () => Inside(path, index, node, attribute)); break;
                case IReadOnlyList<OnnxTensor> tensors:
                    foreach (OnnxTensor tensor in tensors) { CheckTensor(tensor, () => Inside(path, index, node, attribute)); }
                    break;
                case OnnxGraph graph: CheckGraph(graph, scope, Inside(path, index, node, attribute) + ", "); break;
                case IReadOnlyList<OnnxGraph> graphs:
                    foreach (OnnxGraph graph in graphs) { CheckGraph(graph, scope, Inside(path, index, node, attribute) + ", "); }
                    break;
                case OnnxAttributeReference reference when !_parameters.Contains(reference.Parameter):
                    Find(OnnxRule.Reference, Inside(path, index, node, attribute), $"there is no parameter {Quote.Short(reference.Parameter)} to refer to");
                    break;
            }
        }
    }

    private void CheckTensor(OnnxTensor tensor, string where) => CheckTensor(tensor, () => where);

    private void CheckTensor(OnnxTensor tensor, Func<string> where)
    {
        if (tensor.ElementType == OnnxElementType.String)
        {
            if (!ElementTypes.TryCount(tensor.Shape, out long count)) { Find(OnnxRule.Shape, where(), Impossible(tensor)); }
            else if (count != tensor.StringData.Count) { Find(OnnxRule.Shape, where(), $"its shape has {count} elements, but it holds {tensor.StringData.Count}"); }
            return;
        }

        long held = tensor.ExternalData is { } place ? place.Length ?? -1 : tensor.RawData.Length;
        if (!ElementTypes.TryByteLength(tensor.ElementType, tensor.Shape, out long bytes)) { Find(OnnxRule.Shape, where(), Impossible(tensor)); }
        else if (held >= 0 && held != bytes) { Find(OnnxRule.Shape, where(), $"its type and shape need {bytes} bytes, but it holds {held}"); }
    }

    private static string Impossible(OnnxTensor tensor) =>
        $"its shape [{string.Join(", ", tensor.Shape.Take(8))}{(tensor.Shape.Count > 8 ? ", …" : string.Empty)}] is impossible";

    private void CheckValue(OnnxValueInfo value, string where)
    {
        if (value.Name.Length == 0) { Find(OnnxRule.Named, where, "it has no name"); }
        if (value.DimensionNames.Count > 0 && value.DimensionNames.Count != value.Shape.Count)
        {
            Find(OnnxRule.Shape, where, $"it has {value.Shape.Count} dimensions but {value.DimensionNames.Count} names of dimensions");
        }
    }

    private void CheckOperatorSets(string where, IReadOnlyDictionary<string, long> sets)
    {
        if (sets.ContainsKey(string.Empty) && sets.ContainsKey("ai.onnx")) { Find(OnnxRule.Imported, where, "it imports ai.onnx twice, once by its empty name"); }
        foreach ((string domain, long version) in sets.Where(static set => set.Value < 1))
        {
            Find(OnnxRule.Imported, where, $"it imports {Quote.Short(domain)} in the impossible version {version}");
        }
    }

    private bool IsImported(string domain) =>
        _operatorSets.ContainsKey(domain)
        || (domain is "" && _operatorSets.ContainsKey("ai.onnx"))
        || (domain is "ai.onnx" && _operatorSets.ContainsKey(string.Empty))
        || _functionDomains.Contains(domain);

    /// <summary>Names a node for people.</summary>
    internal static string Where(string path, int index, OnnxNode node) =>
        $"{path}node {index}{(node.Name.Length == 0 ? string.Empty : " " + Quote.Short(node.Name))} of {Quote.Short(node.OpType)}";

    private static string Inside(string path, int index, OnnxNode node, OnnxAttribute attribute) =>
        $"{Where(path, index, node)}, attribute {Quote.Short(attribute.Name)}";

    private void Find(OnnxRule rule, string where, string problem)
    {
        if (_findings.Count < OnnxModelValidator.MaxFindings) { _findings.Add(new OnnxFinding(rule, where, problem)); }
    }
}
