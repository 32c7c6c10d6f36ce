using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Tree ensembles, over the kernels of <see cref="ForestScorer"/>.</summary>
internal static class TreeOperators
{
    /// <summary>Most features of a row; kernels keep tables of them.</summary>
    private const int MaxColumns = 1 << 20;

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        foreach (string operation in (ReadOnlySpan<string>)["TreeEnsembleRegressor", "TreeEnsembleClassifier"])
        {
            set.Add(MachineLearningDomain.Name, operation, static node => Compile(node, isWidened: false));
            set.Add(FusedDomain.Name, operation, static node => Compile(node, isWidened: true));
        }

        set.Add(MachineLearningDomain.Name, "TreeEnsemble", CompileEnsemble);
    }

    /// <param name="node">The node.</param>
    /// <param name="isWidened">Whether floats are meant to be compared as doubles, because a cast before the node was taken out.</param>
    private static CompiledNode Compile(NodeContext node, bool isWidened)
    {
        OnnxElementType type = FeatureTypes.RequireNumbers(node);
        Forest forest = Read(node);
        bool isDouble = isWidened || type == OnnxElementType.Double;
        if (!isDouble && forest.Precision == ForestPrecision.Double) { throw new UnsupportedNodeException("its lists are doubles and its features are not"); }
        if (isDouble) { forest = CompiledForest.With(forest, forest.FeatureCount, ForestPrecision.Double); }
        ClassLabels? labels = forest.IsClassifier
            ? new ClassLabels([.. forest.ClassLabels.OfType<long>()], [.. forest.ClassLabels.OfType<string>()])
            : null;
        if (labels is not null) { node.SetOutputType(0, labels.Type); }
        node.SetOutputType(labels is null ? 0 : 1, OnnxElementType.Float);
        return isDouble && type != OnnxElementType.Float ? CompileDoubles(node, forest, labels) : CompileFloats(node, forest, labels);
    }

    /// <summary>Features, lists and scores of a <c>TreeEnsemble</c> are of one type.</summary>
    private static CompiledNode CompileEnsemble(NodeContext node)
    {
        OnnxElementType type = node.RequireType(0, OnnxElementType.Float, OnnxElementType.Double);
        Forest forest = Read(node);
        if (forest.Precision == ForestPrecision.Double != (type == OnnxElementType.Double)) { throw new UnsupportedNodeException("its lists are of another type than its features"); }
        node.SetOutputType(0, type);
        return type == OnnxElementType.Double ? CompileDoubles(node, forest, null) : CompileFloats(node, forest, null);
    }

    private static CompiledNode CompileFloats(NodeContext node, Forest forest, ClassLabels? labels)
    {
        CompiledForest compiled = new(forest);
        return new CompiledNode(v => new ForestStep(compiled, labels, v.Input(0), labels is null ? null : v.OptionalOutput(0), v.OptionalOutput(labels is null ? 0 : 1)))
        {
            IsRowWise = true,
            Choice = $"{node.Node.OpType}: {compiled.Kernel}",
        };
    }

    private static CompiledNode CompileDoubles(NodeContext node, Forest forest, ClassLabels? labels)
    {
        ForestEvaluator<double> evaluator = new(forest, new ForestLeaves<double>(forest));
        ForestFinish<double> finish = new(forest);
        return new CompiledNode(
            v => new DoubleForestStep(forest, evaluator, finish, labels, v.Input(0), labels is null ? null : v.OptionalOutput(0), v.OptionalOutput(labels is null ? 0 : 1)))
        {
            IsRowWise = true,
            Choice = $"{node.Node.OpType}: scalar, over doubles",
        };
    }

    private static Forest Read(NodeContext node)
    {
        int columns = node.Shape(0) is [.., > 0 and <= int.MaxValue and long count] ? (int)count : 0;
        try
        {
            Forest forest = OnnxForestReader.Read(node.Node, columns);
            return forest.FeatureCount <= MaxColumns ? forest : throw new UnsupportedNodeException($"its splits look at {forest.FeatureCount} features, and {MaxColumns} are the most");
        }
        catch (ForestFormatException e)
        {
            throw new UnsupportedNodeException(e.Message);
        }
    }
}
