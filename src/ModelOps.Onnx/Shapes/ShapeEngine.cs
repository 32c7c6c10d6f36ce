using ModelOps.Onnx.Shapes.Operators;
using ModelOps.Onnx.Validation;

namespace ModelOps.Onnx.Shapes;

/// <summary>One inference of one model.</summary>
/// <param name="model">The model.</param>
/// <param name="trustsDeclarations">Whether names of dimensions, and what the file tells of inner values, are believed.</param>
internal sealed class ShapeEngine(OnnxModel model, bool trustsDeclarations)
{
    private readonly ShapeBudget _budget = new();
    private readonly DeclaredShapes _declared = new();
    private readonly List<OnnxFinding> _findings = [];
    private readonly HashSet<string> _unknownOperators = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string), OnnxFunction> _functions = Functions(model);

    public IReadOnlyList<OnnxFinding> Findings => _findings;

    public IReadOnlyCollection<string> UnknownOperators => _unknownOperators;

    /// <summary>Infers the model's graph.</summary>
    /// <param name="facts">What is known of its values.</param>
    /// <returns>The graph with what was inferred written into it.</returns>
    public OnnxGraph Infer(out ShapeScope facts)
    {
        facts = new ShapeScope(null, model.OperatorSets, static () => string.Empty, 0);
        return InferGraph(model.Graph, facts, given: null);
    }

    /// <summary>A fact within the budget, its unknown sizes named, so that they can be recognized.</summary>
    public Fact Admit(OnnxElementType type, Dim[]? shape, Dim[]? content)
    {
        if (shape is not null && !_budget.TakeShape(shape.Length)) { shape = null; }
        if (shape is not null && Array.Exists(shape, static size => size.IsUnknown)) { shape = Array.ConvertAll(shape, static size => size.IsUnknown ? Dim.Of(new Symbol(string.Empty)) : size); }
        if (content is not null && (shape is null || !TensorContent.IsFollowed(type) || !_budget.TakeContent(content.Length))) { content = null; }
        if (content is not null && type == OnnxElementType.Int32) { content = Array.ConvertAll(content, static element => element.IsKnown && element.Value != (int)element.Value ? Dim.Unknown : element); }
        return new Fact(type, shape) { Content = content };
    }

    public void Find(OnnxRule rule, string path, int index, OnnxNode node, string problem)
    {
        if (_findings.Count < OnnxModelValidator.MaxFindings) { _findings.Add(new OnnxFinding(rule, ModelChecker.Where(path, index, node), problem)); }
    }

    /// <summary>Infers a graph of a node; null when it is none, or lies too deep.</summary>
    public IReadOnlyList<Fact>? InferBody(NodeContext node, int index, string attribute, IReadOnlyList<Fact> inputs)
    {
        if (node.Value(attribute) is not OnnxGraph body || node.Scope.Depth >= ShapeBudget.MaxDepth || !_budget.TakeBody(body.Nodes.Count)) { return null; }
        ShapeScope scope = node.Scope.Inner(() => $"{ModelChecker.Where(node.Scope.Path, index, node.Node)}, attribute {Quote.Short(attribute)}, ");
        OnnxGraph inferred = InferGraph(body, scope, inputs);
        OnnxNode rewritten = node.Rewritten ?? node.Node;
        node.Rewritten = rewritten with { Attributes = [.. rewritten.Attributes.Select(one => one.Name == attribute && one.Value is OnnxGraph ? OnnxAttribute.Graph(attribute, inferred) : one)] };
        return [.. body.Outputs.Select(output => scope[output.Name])];
    }

    private OnnxGraph InferGraph(OnnxGraph graph, ShapeScope scope, IReadOnlyList<Fact>? given)
    {
        Dictionary<string, OnnxValueInfo> told = new(StringComparer.Ordinal);
        foreach (OnnxValueInfo value in graph.ValueInfo.Concat(graph.Outputs)) { told[value.Name] = value; }
        DefineInputs(graph, scope, given);
        OnnxNode[] nodes = new OnnxNode[graph.Nodes.Count];
        for (int i = 0; i < nodes.Length; i++) { nodes[i] = InferNode(graph.Nodes[i], i, scope, told); }
        return _declared.Write(graph with { Nodes = nodes }, scope);
    }

    private void DefineInputs(OnnxGraph graph, ShapeScope scope, IReadOnlyList<Fact>? given)
    {
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            Fact fact = _declared.Read(graph.Inputs[i], trustsDeclarations);
            if (given is not null && i < given.Count) { fact = DeclaredShapes.Merge(given[i], fact); }
            scope[graph.Inputs[i].Name] = Admit(fact.Type, fact.Shape, fact.Content);
        }

        HashSet<string> inputs = new(graph.Inputs.Select(static input => input.Name), StringComparer.Ordinal);
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            if (inputs.Contains(tensor.Name)) { continue; } // only the default of an input
            Fact fact = Fact.Of(tensor);
            scope[tensor.Name] = Admit(fact.Type, fact.Shape, fact.Content) with { Constant = tensor };
        }
    }

    private OnnxNode InferNode(OnnxNode node, int index, ShapeScope scope, Dictionary<string, OnnxValueInfo> told)
    {
        NodeContext context = new(this, scope, node, index);
        if (_functions.TryGetValue((node.Domain, node.OpType, node.Overload), out OnnxFunction? function)) { InferFunction(context, function, index); }
        else if (OperatorRegistry.Find(node.Domain, node.OpType) is { } rule) { rule(context); }
        else { _unknownOperators.Add(node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}"); }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length == 0) { continue; }
            Fact fact = context.Output(i);
            if (trustsDeclarations && told.TryGetValue(node.Outputs[i], out OnnxValueInfo? declared))
            {
                Fact claim = _declared.Read(declared, trustsNames: true);
                if (DeclaredShapes.Contradiction(fact, claim) is { } problem) { context.Find(OnnxRule.Declaration, $"its output {Quote.Short(node.Outputs[i])} {problem}"); }
                else { fact = DeclaredShapes.Merge(fact, claim); }
            }

            scope[node.Outputs[i]] = fact;
        }

        return context.Rewritten ?? node;
    }

    private void InferFunction(NodeContext node, OnnxFunction function, int index)
    {
        if (node.Scope.Depth >= ShapeBudget.MaxDepth || !_budget.TakeFunction(function.Nodes.Count)) { return; }
        Dictionary<string, OnnxAttribute> given = node.Given();
        foreach (OnnxAttribute parameter in function.DefaultedParameters) { given.TryAdd(parameter.Name, parameter); }
        ShapeScope scope = new(null, function.OperatorSets, () => $"{ModelChecker.Where(node.Scope.Path, index, node.Node)}, function {Quote.Short(function.Name)}, ", node.Scope.Depth + 1) { Parameters = given };
        for (int i = 0; i < function.Inputs.Count; i++) { scope[function.Inputs[i]] = node.Input(i); }
        for (int i = 0; i < function.Nodes.Count; i++) { InferNode(function.Nodes[i], i, scope, []); }
        for (int i = 0; i < function.Outputs.Count; i++) { node.Set(i, scope[function.Outputs[i]]); }
    }

    private static Dictionary<(string, string, string), OnnxFunction> Functions(OnnxModel model)
    {
        Dictionary<(string, string, string), OnnxFunction> functions = [];
        foreach (OnnxFunction function in model.Functions) { functions.TryAdd((function.Domain, function.Name, function.Overload), function); }
        return functions;
    }
}
