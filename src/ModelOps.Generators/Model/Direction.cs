namespace ModelOps.Generators.Model;

/// <summary>Which way the tensors go.</summary>
internal enum Direction
{
    Input,
    Output,
}
