namespace ModelOps.Onnx.Execution;

/// <summary>A compiled graph: steps to make, and which values share memory. Immutable; frames run it.</summary>
internal sealed class Plan
{
    /// <summary>Makes a plan and shares memory out: values that never live at the same time get the same buffer.</summary>
    public Plan(IReadOnlyList<PlanValue> values, IReadOnlyList<PlanNode> nodes, int[] inputs, int[] outputs)
    {
        Values = [.. values];
        Nodes = [.. nodes];
        Inputs = inputs;
        Outputs = outputs;
        Buffers = new int[Values.Length];
        BufferCount = ShareMemory();
    }

    /// <summary>Most bytes that a frame may hold.</summary>
    public long MaxCallBytes { get; init; } = SimdModelOptions.Default.MaxCallBytes;

    /// <summary>All values.</summary>
    public PlanValue[] Values { get; }

    /// <summary>Nodes in the order in which they run.</summary>
    public PlanNode[] Nodes { get; }

    /// <summary>Index of each input among the values.</summary>
    public int[] Inputs { get; }

    /// <summary>Index of each output among the values.</summary>
    public int[] Outputs { get; }

    /// <summary>Buffer of each value; -1 for inputs, constants and views, which have memory otherwise.</summary>
    public int[] Buffers { get; }

    /// <summary>Number of buffers.</summary>
    public int BufferCount { get; }

    /// <summary>Whether row <c>i</c> of the outputs depends on row <c>i</c> of the inputs alone.</summary>
    public bool IsRowWise => Nodes.All(static n => n.Compiled.IsRowWise);

    private int ShareMemory()
    {
        Array.Fill(Buffers, -1);
        int[] root = Enumerable.Range(0, Values.Length).ToArray();
        foreach (PlanNode node in Nodes.Where(static n => n.Compiled.IsView)) { root[node.Outputs[0]] = root[node.Inputs[0]]; }
        int[] lastUse = LastUses(root);
        Stack<int> free = new();
        int count = 0;
        for (int i = 0; i < Nodes.Length; i++)
        {
            if (!Nodes[i].Compiled.IsView)
            {
                foreach (int output in Nodes[i].Outputs.Where(static o => o >= 0)) { Buffers[output] = free.TryPop(out int buffer) ? buffer : count++; }
            }

            foreach (int value in Nodes[i].Inputs.Concat(Nodes[i].Outputs).Where(static v => v >= 0).Select(v => root[v]).Distinct())
            {
                if (lastUse[value] == i && Buffers[value] >= 0) { free.Push(Buffers[value]); }
            }
        }

        return count;
    }

    /// <summary>For each value, the last node that needs its memory, through views too.</summary>
    private int[] LastUses(int[] root)
    {
        int[] last = new int[Values.Length];
        for (int i = 0; i < Nodes.Length; i++)
        {
            foreach (int value in Nodes[i].Inputs.Concat(Nodes[i].Outputs).Where(static v => v >= 0)) { last[root[value]] = i; }
        }

        foreach (int output in Outputs) { last[root[output]] = int.MaxValue; }
        return last;
    }
}
