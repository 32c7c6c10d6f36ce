namespace ModelOps.Registry.Datasets;

/// <summary>What all values of a column can be read as; the narrowest that holds for each.</summary>
public enum DatasetColumnType
{
    /// <summary>It has no values.</summary>
    Empty,

    /// <summary><c>true</c> or <c>false</c>, whatever the case.</summary>
    Boolean,

    /// <summary>Whole numbers of 64 bits.</summary>
    Integer,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Dates, or dates with times, of ISO 8601.</summary>
    Timestamp,

    /// <summary>Anything.</summary>
    Text,
}
