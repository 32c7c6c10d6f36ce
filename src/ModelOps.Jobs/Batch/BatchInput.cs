namespace ModelOps.Jobs;

/// <summary>Which columns of a table fill one input of a model.</summary>
/// <param name="Name">Name of the model's input.</param>
/// <param name="Columns">Columns, in order. Each row becomes one row of the tensor <c>[rows, columns]</c>, or of <c>[rows]</c> where the model's input has one dimension.</param>
public sealed record BatchInput(string Name, IReadOnlyList<string> Columns);
