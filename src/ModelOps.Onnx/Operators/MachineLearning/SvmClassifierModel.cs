using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>What a <c>SVMClassifier</c> says. Immutable; its lists agree with each other.</summary>
internal sealed record SvmClassifierModel
{
    /// <summary>Support vectors; of a linear model the weights of each class.</summary>
    public required SupportVectors Vectors { get; init; }

    /// <summary>Names of the classes.</summary>
    public required ClassLabels Labels { get; init; }

    /// <summary>Vectors of each class; empty for a linear model.</summary>
    public required int[] VectorsOfClass { get; init; }

    /// <summary>What each vector counts against each other class.</summary>
    public required float[] Coefficients { get; init; }

    /// <summary>What is added to each pair's score; of a linear model the first is added to all.</summary>
    public required float[] Rho { get; init; }

    /// <summary>Slopes of the pairs' sigmoids; empty for no probabilities.</summary>
    public required float[] SigmoidA { get; init; }

    /// <summary>Offsets of the pairs' sigmoids.</summary>
    public required float[] SigmoidB { get; init; }

    /// <summary>What is done at the end.</summary>
    public required ForestTransform Transform { get; init; }

    /// <summary>Whether each class has one score, from its own weights.</summary>
    public bool IsLinear => VectorsOfClass.Length == 0;

    /// <summary>Whether scores are probabilities.</summary>
    public bool HasProbabilities => SigmoidA.Length > 0 && !IsLinear;

    /// <summary>Number of classes.</summary>
    public int Classes => Labels.Count;

    /// <summary>Pairs of classes, each with a score.</summary>
    public int Pairs => Classes * (Classes - 1) / 2;

    /// <summary>Scores of a row that the caller gets: of classes, or without probabilities of pairs; of two classes always two.</summary>
    public int Scores => IsLinear || HasProbabilities || Classes == 2 ? Classes : Pairs;

    /// <summary>Whether no coefficient is below 0.</summary>
    public bool IsPositive => Coefficients.All(static c => c >= 0f);
}
