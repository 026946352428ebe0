//! The tables of the Northwind database.

diesel::table! {
    #[sql_name = "Categories"]
    categories (id) {
        #[sql_name = "CategoryID"]
        id -> Integer,
        #[sql_name = "CategoryName"]
        category_name -> Nullable<Text>,
        #[sql_name = "Description"]
        description -> Nullable<Text>,
        #[sql_name = "Picture"]
        picture -> Nullable<Binary>,
    }
}

diesel::table! {
    #[sql_name = "Suppliers"]
    suppliers (id) {
        #[sql_name = "SupplierID"]
        id -> Integer,
        #[sql_name = "CompanyName"]
        company_name -> Text,
        #[sql_name = "ContactName"]
        contact_name -> Nullable<Text>,
        #[sql_name = "ContactTitle"]
        contact_title -> Nullable<Text>,
        #[sql_name = "Address"]
        address -> Nullable<Text>,
        #[sql_name = "City"]
        city -> Nullable<Text>,
        #[sql_name = "Region"]
        region -> Nullable<Text>,
        #[sql_name = "PostalCode"]
        postal_code -> Nullable<Text>,
        #[sql_name = "Country"]
        country -> Nullable<Text>,
        #[sql_name = "Phone"]
        phone -> Nullable<Text>,
        #[sql_name = "Fax"]
        fax -> Nullable<Text>,
        #[sql_name = "HomePage"]
        home_page -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "Products"]
    products (id) {
        #[sql_name = "ProductID"]
        id -> Integer,
        #[sql_name = "ProductName"]
        product_name -> Text,
        #[sql_name = "SupplierID"]
        supplier_id -> Nullable<Integer>,
        #[sql_name = "CategoryID"]
        category_id -> Nullable<Integer>,
        #[sql_name = "QuantityPerUnit"]
        quantity_per_unit -> Nullable<Text>,
        #[sql_name = "UnitPrice"]
        unit_price -> Nullable<Double>,
        #[sql_name = "UnitsInStock"]
        units_in_stock -> Nullable<Integer>,
        #[sql_name = "UnitsOnOrder"]
        units_on_order -> Nullable<Integer>,
        #[sql_name = "ReorderLevel"]
        reorder_level -> Nullable<Integer>,
        #[sql_name = "Discontinued"]
        discontinued -> Text,
    }
}

diesel::table! {
    #[sql_name = "Order Details"]
    order_details (order_id, product_id) {
        #[sql_name = "OrderID"]
        order_id -> Integer,
        #[sql_name = "ProductID"]
        product_id -> Integer,
        #[sql_name = "UnitPrice"]
        unit_price -> Double,
        #[sql_name = "Quantity"]
        quantity -> Integer,
        #[sql_name = "Discount"]
        discount -> Double,
    }
}

diesel::table! {
    #[sql_name = "Orders"]
    orders (id) {
        #[sql_name = "OrderID"]
        id -> Integer,
        #[sql_name = "CustomerID"]
        customer_id -> Nullable<Text>,
        #[sql_name = "EmployeeID"]
        employee_id -> Nullable<Integer>,
        #[sql_name = "OrderDate"]
        order_date -> Nullable<Text>,
        #[sql_name = "RequiredDate"]
        required_date -> Nullable<Text>,
        #[sql_name = "ShippedDate"]
        shipped_date -> Nullable<Text>,
        #[sql_name = "ShipVia"]
        ship_via -> Nullable<Integer>,
        #[sql_name = "Freight"]
        freight -> Nullable<Double>,
        #[sql_name = "ShipName"]
        ship_name -> Nullable<Text>,
        #[sql_name = "ShipAddress"]
        ship_address -> Nullable<Text>,
        #[sql_name = "ShipCity"]
        ship_city -> Nullable<Text>,
        #[sql_name = "ShipRegion"]
        ship_region -> Nullable<Text>,
        #[sql_name = "ShipPostalCode"]
        ship_postal_code -> Nullable<Text>,
        #[sql_name = "ShipCountry"]
        ship_country -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "Shippers"]
    shippers (id) {
        #[sql_name = "ShipperID"]
        id -> Integer,
        #[sql_name = "CompanyName"]
        company_name -> Text,
        #[sql_name = "Phone"]
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "Customers"]
    customers (id) {
        #[sql_name = "CustomerID"]
        id -> Text,
        #[sql_name = "CompanyName"]
        company_name -> Nullable<Text>,
        #[sql_name = "ContactName"]
        contact_name -> Nullable<Text>,
        #[sql_name = "ContactTitle"]
        contact_title -> Nullable<Text>,
        #[sql_name = "Address"]
        address -> Nullable<Text>,
        #[sql_name = "City"]
        city -> Nullable<Text>,
        #[sql_name = "Region"]
        region -> Nullable<Text>,
        #[sql_name = "PostalCode"]
        postal_code -> Nullable<Text>,
        #[sql_name = "Country"]
        country -> Nullable<Text>,
        #[sql_name = "Phone"]
        phone -> Nullable<Text>,
        #[sql_name = "Fax"]
        fax -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "CustomerDemographics"]
    customer_demographics (id) {
        #[sql_name = "CustomerTypeID"]
        id -> Text,
        #[sql_name = "CustomerDesc"]
        customer_desc -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "CustomerCustomerDemo"]
    customer_customer_demo (customer_id, customer_type_id) {
        #[sql_name = "CustomerID"]
        customer_id -> Text,
        #[sql_name = "CustomerTypeID"]
        customer_type_id -> Text,
    }
}

// Without `Extension` and `PhotoPath`: Diesel has tables of 16 columns, unless it is asked for more.
diesel::table! {
    #[sql_name = "Employees"]
    employees (id) {
        #[sql_name = "EmployeeID"]
        id -> Integer,
        #[sql_name = "LastName"]
        last_name -> Nullable<Text>,
        #[sql_name = "FirstName"]
        first_name -> Nullable<Text>,
        #[sql_name = "Title"]
        title -> Nullable<Text>,
        #[sql_name = "TitleOfCourtesy"]
        title_of_courtesy -> Nullable<Text>,
        #[sql_name = "BirthDate"]
        birth_date -> Nullable<Text>,
        #[sql_name = "HireDate"]
        hire_date -> Nullable<Text>,
        #[sql_name = "Address"]
        address -> Nullable<Text>,
        #[sql_name = "City"]
        city -> Nullable<Text>,
        #[sql_name = "Region"]
        region -> Nullable<Text>,
        #[sql_name = "PostalCode"]
        postal_code -> Nullable<Text>,
        #[sql_name = "Country"]
        country -> Nullable<Text>,
        #[sql_name = "HomePhone"]
        home_phone -> Nullable<Text>,
        #[sql_name = "Photo"]
        photo -> Nullable<Binary>,
        #[sql_name = "Notes"]
        notes -> Nullable<Text>,
        #[sql_name = "ReportsTo"]
        reports_to -> Nullable<Integer>,
    }
}

diesel::table! {
    #[sql_name = "EmployeeTerritories"]
    employee_territories (employee_id, territory_id) {
        #[sql_name = "EmployeeID"]
        employee_id -> Integer,
        #[sql_name = "TerritoryID"]
        territory_id -> Text,
    }
}

diesel::table! {
    #[sql_name = "Territories"]
    territories (id) {
        #[sql_name = "TerritoryID"]
        id -> Text,
        #[sql_name = "TerritoryDescription"]
        territory_description -> Text,
        #[sql_name = "RegionID"]
        region_id -> Integer,
    }
}

diesel::table! {
    #[sql_name = "Regions"]
    regions (id) {
        #[sql_name = "RegionID"]
        id -> Integer,
        #[sql_name = "RegionDescription"]
        region_description -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    categories,
    suppliers,
    products,
    order_details,
    orders,
    shippers,
    customers,
    customer_demographics,
    customer_customer_demo,
    employees,
    employee_territories,
    territories,
    regions
);
