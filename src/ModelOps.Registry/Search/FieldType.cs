namespace ModelOps.Registry.Search;

/// <summary>What the values of a field are.</summary>
internal enum FieldType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A 64-bit integer.</summary>
    Number,

    /// <summary>A time, stored as text whose order is that of time.</summary>
    Time,
}
