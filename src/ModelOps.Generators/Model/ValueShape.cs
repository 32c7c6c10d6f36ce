namespace ModelOps.Generators.Model;

/// <summary>What a property holds.</summary>
internal enum ValueShape
{
    /// <summary>One value.</summary>
    Scalar,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A ReadOnlyMemory.</summary>
    ReadOnlyMemory,

    /// <summary>A Memory.</summary>
    Memory,
}
