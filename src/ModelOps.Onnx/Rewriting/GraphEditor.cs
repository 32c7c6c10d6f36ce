using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ModelOps.Onnx.Rewriting;

/// <summary>A graph while passes rewrite it: who makes a value, who reads it, what is constant. Not thread-safe.</summary>
/// <remarks>Nodes stay in an order in which they can run as long as a replacement stands where the last node that it replaces stood.
/// A node whose subgraph reads a value of this graph counts as a reader of it.</remarks>
internal sealed class GraphEditor
{
    private readonly OnnxGraph _graph;
    private readonly LinkedList<OnnxNode> _nodes = [];
    private readonly Dictionary<OnnxNode, LinkedListNode<OnnxNode>> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxNode> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<OnnxNode>> _consumers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inputs;
    private readonly HashSet<string> _outputs;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _addedConstants = new(StringComparer.Ordinal);

    /// <summary>Opens a graph.</summary>
    /// <param name="graph">The graph; its names are unique and its nodes sorted, as <see cref="OnnxModelValidator"/> checks.</param>
    public GraphEditor(OnnxGraph graph)
    {
        _graph = graph;
        _inputs = [.. graph.Inputs.Select(static i => i.Name)];
        _outputs = [.. graph.Outputs.Select(static o => o.Name)];
        foreach (OnnxTensor tensor in graph.Initializers) { _constants[tensor.Name] = tensor; }
        _names.UnionWith(_inputs);
        _names.UnionWith(_outputs);
        _names.UnionWith(_constants.Keys);
        _names.UnionWith(graph.Opaque.Select(static part => part.Name));
        foreach (OnnxNode node in graph.Nodes) { Link(node, _nodes.AddLast(node)); }
    }

    /// <summary>The nodes as they are now, in an order in which they can run.</summary>
    public IReadOnlyList<OnnxNode> Nodes => [.. _nodes];

    /// <summary>Whether a node is still in the graph.</summary>
    public bool Contains(OnnxNode node) => _places.ContainsKey(node);

    /// <summary>Finds a constant. An initializer that is an input too is none: callers may give another value.</summary>
    public OnnxTensor? Constant(string name) => !_inputs.Contains(name) && _constants.TryGetValue(name, out OnnxTensor? tensor) ? tensor : null;

    /// <summary>Finds the node that makes a value; null for inputs and constants.</summary>
    public OnnxNode? Producer(string name) => _producers.GetValueOrDefault(name);

    /// <summary>Nodes that read a value, each once.</summary>
    public IReadOnlyList<OnnxNode> Consumers(string name) => _consumers.TryGetValue(name, out HashSet<OnnxNode>? nodes) ? [.. nodes] : [];

    /// <summary>Whether a value is an output of the graph.</summary>
    public bool IsOutput(string name) => _outputs.Contains(name);

    /// <summary>Whether a value is an input of the graph.</summary>
    public bool IsInput(string name) => _inputs.Contains(name);

    /// <summary>Whether a value is an input with a default, which callers may replace.</summary>
    public bool IsInputWithDefault(string name) => _inputs.Contains(name) && _constants.ContainsKey(name);

    /// <summary>Finds the only reader of a value that nobody outside the graph sees.</summary>
    public bool TryGetOnlyConsumer(string name, [NotNullWhen(true)] out OnnxNode? consumer)
    {
        consumer = !IsOutput(name) && _consumers.TryGetValue(name, out HashSet<OnnxNode>? nodes) && nodes.Count == 1 ? nodes.First() : null;
        return consumer is not null;
    }

    /// <summary>A name that nothing has yet.</summary>
    /// <param name="hint">How it begins.</param>
    public string NewName(string hint)
    {
        string name = hint;
        for (int i = 1; !_names.Add(name); i++) { name = string.Create(CultureInfo.InvariantCulture, $"{hint}_{i}"); }
        return name;
    }

    /// <summary>Adds a constant under a new name.</summary>
    /// <param name="tensor">The constant; its name is the hint.</param>
    /// <returns>Its name in the graph.</returns>
    public string AddConstant(OnnxTensor tensor)
    {
        string name = NewName(tensor.Name.Length > 0 ? tensor.Name : "constant");
        _constants.Add(name, tensor with { Name = name });
        _addedConstants.Add(name);
        return name;
    }

    /// <summary>Makes a value that a node made a constant; the node is to be removed.</summary>
    public void SetConstant(string name, OnnxTensor tensor)
    {
        _constants[name] = tensor with { Name = name };
        _addedConstants.Add(name);
    }

    /// <summary>Puts nodes in the place of one.</summary>
    public void Replace(OnnxNode old, params ReadOnlySpan<OnnxNode> replacements) => Replace([old], replacements);

    /// <summary>Puts nodes in the place of the last of several.</summary>
    /// <param name="old">Nodes to take out, in the order in which they run.</param>
    /// <param name="replacements">Nodes to put in; together they make every value of the old nodes that is still read.</param>
    public void Replace(ReadOnlySpan<OnnxNode> old, params ReadOnlySpan<OnnxNode> replacements)
    {
        LinkedListNode<OnnxNode> place = _places[old[^1]];
        LinkedListNode<OnnxNode> last = place;
        foreach (OnnxNode node in old)
        {
            if (!ReferenceEquals(node, place.Value)) { Remove(node); }
        }

        Unlink(place.Value);
        foreach (OnnxNode node in replacements)
        {
            last = _nodes.AddAfter(last, node);
            Link(node, last);
        }

        _nodes.Remove(place);
    }

    /// <summary>Puts a node before another one.</summary>
    public void InsertBefore(OnnxNode next, OnnxNode node) => Link(node, _nodes.AddBefore(_places[next], node));

    /// <summary>Puts a node after another one.</summary>
    public void InsertAfter(OnnxNode previous, OnnxNode node) => Link(node, _nodes.AddAfter(_places[previous], node));

    /// <summary>Takes a node out.</summary>
    public void Remove(OnnxNode node)
    {
        LinkedListNode<OnnxNode> place = _places[node];
        Unlink(node);
        _nodes.Remove(place);
    }

    /// <summary>Lets the nodes that read a value read another one. Subgraphs and outputs of the graph are not changed.</summary>
    /// <returns>Whether every reader could be changed: false where a subgraph reads the value, or the graph returns it.</returns>
    public bool Redirect(string from, string to)
    {
        bool all = !IsOutput(from);
        foreach (OnnxNode node in Consumers(from))
        {
            if (node.Inputs.Contains(from)) { Replace(node, node with { Inputs = [.. node.Inputs.Select(i => i == from ? to : i)] }); }
            all &= !SubgraphReads.Of(node).Contains(from);
        }

        return all;
    }

    /// <summary>The graph as it is now, with the constants that are still read.</summary>
    public OnnxGraph ToGraph()
    {
        IEnumerable<OnnxTensor> old = _graph.Initializers.Where(t => IsRead(t.Name) && !_addedConstants.Contains(t.Name)).Select(t => _constants[t.Name]);
        return _graph with
        {
            Nodes = Nodes,
            Initializers = [.. old, .. _constants.Values.Where(t => _addedConstants.Contains(t.Name) && IsRead(t.Name))],
            ValueInfo = [.. _graph.ValueInfo.Where(v => _producers.ContainsKey(v.Name))],
        };
    }

    private bool IsRead(string name) => _consumers.ContainsKey(name) || IsOutput(name) || IsInput(name);

    private void Link(OnnxNode node, LinkedListNode<OnnxNode> place)
    {
        _places.Add(node, place);
        foreach (string output in node.Outputs.Where(static o => o.Length > 0))
        {
            _producers[output] = node;
            _names.Add(output);
        }

        SubgraphReads.AddNames(node, _names);
        foreach (string name in Reads(node))
        {
            if (!_consumers.TryGetValue(name, out HashSet<OnnxNode>? nodes)) { _consumers.Add(name, nodes = new(ReferenceEqualityComparer.Instance)); }
            nodes.Add(node);
        }
    }

    private void Unlink(OnnxNode node)
    {
        _places.Remove(node);
        foreach (string output in node.Outputs)
        {
            if (_producers.TryGetValue(output, out OnnxNode? producer) && ReferenceEquals(producer, node)) { _producers.Remove(output); }
        }

        foreach (string name in Reads(node))
        {
            HashSet<OnnxNode> nodes = _consumers[name];
            nodes.Remove(node);
            if (nodes.Count == 0) { _consumers.Remove(name); }
        }
    }

    private static HashSet<string> Reads(OnnxNode node) => [.. node.Inputs.Where(static i => i.Length > 0), .. SubgraphReads.Of(node)];
}
